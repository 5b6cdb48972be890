import type { CardReaderConfig, ScannerConfig } from '#controller/config-schema.ts';
import { deviceConfig } from '#controller/config-schema.ts';
import type { Scan, ScanDiscard } from '#controller/ports/scanner.ts';
import type { CardReaderDriver } from '#drivers/card-readers/card-reader-driver.ts';
import { hexOf } from '#drivers/framing/bytes.ts';
import { memoryPair } from '#drivers/links/memory.ts';
import { cardReaderOf, scannerOf } from '#drivers/registry.ts';
import type { ScannerDriver } from '#drivers/scanners/scanner-driver.ts';
import { ManualClock } from './manual-clock.ts';

/** A scan as the vectors write it. */
export interface ScanShown {
  readonly text: string | null;
  readonly hex: string;
  readonly aim: string | null;
}
const shown = ({ text, bytes, aim }: Scan): ScanShown => ({ text, hex: hexOf(bytes), aim });

interface BenchOptions<C, D> {
  /** Stands in for the driver of the registry: planted mutants. */
  readonly make?: (config: C, clock: ManualClock) => D;
}

/** Lets bytes in memory arrive, then says them all in the chunks given. */
const speaker = (write: (bytes: Uint8Array) => Promise<unknown>) => async (chunks: Iterable<Uint8Array>) => {
  for (const chunk of chunks) {
    await write(chunk);
    await new Promise((resolve) => setImmediate(resolve));
  }
};

const attached = (driver: ScannerDriver | CardReaderDriver, clock: ManualClock, link: string) => {
  const pair = memoryPair(clock, link.startsWith('hid:') ? link : 'memory:');
  const sent: string[] = [];
  pair.far.onBytes((bytes) => sent.push(hexOf(bytes)));
  return { pair, sent, detach: driver.attach(pair.near), say: speaker((bytes) => pair.far.write(bytes)) };
};

/** A scanner's driver on a line in memory; `config` as people write it. Over `hid:` every chunk is a report. */
export const scannerBench = (
  config: Record<string, unknown>,
  { make = scannerOf }: BenchOptions<ScannerConfig, ScannerDriver> = {},
) => {
  const clock = new ManualClock();
  const parsed = deviceConfig.parse({ id: 'scanner', ...config }) as ScannerConfig;
  const scanner = make(parsed, clock);
  const scans: ScanShown[] = [];
  const discards: ScanDiscard[] = [];
  scanner.onScan((scan) => scans.push(shown(scan)));
  scanner.onDiscard((discard) => discards.push(discard));
  return { clock, scanner, scans, discards, plug: () => attached(scanner, clock, parsed.link) };
};

/** A card reader's driver on a line in memory. */
export const readerBench = (
  config: Record<string, unknown>,
  { make = cardReaderOf }: BenchOptions<CardReaderConfig, CardReaderDriver> = {},
) => {
  const clock = new ManualClock();
  const parsed = deviceConfig.parse({ id: 'reader', ...config }) as CardReaderConfig;
  const reader = make(parsed, clock);
  const cards: string[] = [];
  reader.onCard(({ uid }) => cards.push(uid));
  return { clock, reader, cards, plug: () => attached(reader, clock, parsed.link) };
};

/** Bytes in chunks of one size; the last one may be shorter. */
export const inChunks = (bytes: Uint8Array, size: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
