import { describe, expect, it } from 'vitest';
import type { ConfigOf } from '#controller/config-schema.ts';
import { bytesOf, hexOf } from '#drivers/framing/bytes.ts';
import { memoryPair } from '#drivers/links/memory.ts';
import { serialScanner } from '#drivers/scanners/serial.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';
import { vectorsOf } from '#tests/support/vectors.ts';

interface Meaning {
  readonly setting: Pick<ConfigOf<'scanner/serial'>, 'prefix' | 'suffix' | 'aim'>;
  readonly scans: readonly {
    readonly text: string | null;
    readonly hex: string;
    readonly aim: string | null;
  }[];
  readonly discards: readonly { readonly reason: string; readonly bytes: number }[];
}

const heard = async (setting: Meaning['setting'], chunks: readonly Uint8Array[]) => {
  const clock = new ManualClock();
  const pair = memoryPair(clock);
  const config = {
    id: 's',
    kind: 'scanner/serial',
    link: 'serial:/x',
    idleGapMs: 50,
    maxBytes: 4096,
    trigger: 'none',
  } as const;
  const scanner = serialScanner({ ...config, ...setting }, clock);
  const scans: Meaning['scans'][number][] = [];
  const discards: Meaning['discards'][number][] = [];
  scanner.onScan(({ text, bytes, aim }) => scans.push({ text, hex: hexOf(bytes), aim }));
  scanner.onDiscard((discard) => discards.push(discard));
  const off = scanner.attach(pair.near);
  for (const chunk of chunks) {
    await pair.far.write(chunk);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await clock.advance(100);
  off();
  expect(clock.pending).toBe(0);
  return { scans, discards };
};

describe.each(vectorsOf<Meaning>('scanner-serial'))('$name', ({ hex, meaning }) => {
  const { setting, scans, discards } = meaning;
  it('in one piece', async () => {
    expect(await heard(setting, [bytesOf(hex)])).toEqual({ scans, discards });
  });
  it('byte by byte', async () => {
    const bytes = [...bytesOf(hex)].map((byte) => Uint8Array.of(byte));
    expect(await heard(setting, bytes)).toEqual({ scans, discards });
  });
});
