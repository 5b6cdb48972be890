import { describe, expect, it } from 'vitest';
import { continuationMs } from '#drivers/scanners/hid-pos.ts';
import { staleAfterMs } from '#drivers/scanners/serial.ts';
import { listenerConfig, namedListener, realListener, scannerStand } from '#tests/support/listening-stand.ts';
import { wireFault } from '#simulator/faults.ts';
import { until } from '#tests/support/until.ts';

const docket = 'DB260001A7K3Q9XM';
const record = `GB0626-2005^SJ2026^${'关于做好防汛工作的通知'.repeat(12)}^|`;
/** Longer than anything a scanner still has to say, ms. */
const rest = Math.max(continuationMs, staleAfterMs) + 1000;

/** Every kind, as offices set it. */
const subjects = [
  { kind: 'scanner/serial' },
  { kind: 'scanner/serial', suffix: 'LF' },
  { kind: 'scanner/serial', suffix: 'CRLF', aim: true },
  { kind: 'scanner/serial', prefix: 'STX', suffix: 'ETX' },
  { kind: 'scanner/serial', suffix: 'none' },
  { kind: 'scanner/serial', trigger: 'honeywell' },
  { kind: 'scanner/serial', trigger: 'newland' },
  { kind: 'scanner/serial', trigger: 'newland', prefix: 'STX', suffix: 'ETX', aim: true },
  { kind: 'scanner/hid-pos' },
  { kind: 'scanner/hid-pos', trigger: 'honeywell' },
].map((settings) => ({ settings, name: Object.values(settings).join(' ') }));

const ready = async (settings: Readonly<Record<string, unknown>>) => {
  const stand = scannerStand(settings);
  stand.driver.trigger?.(true);
  await stand.clock.advance(500);
  const texts = (): (string | null)[] => stand.scans.map(({ text }) => text);
  return { ...stand, texts };
};
const over = async ({ clock, detach }: Awaited<ReturnType<typeof ready>>): Promise<void> => {
  detach();
  await clock.advance(rest);
  expect(clock.pending).toBe(0);
};

describe.each(subjects)('$name: driver and simulated scanner', ({ settings }) => {
  it('reads a code once, and one after the other', async () => {
    const stand = await ready(settings);
    for (const text of [docket, docket, 'ANOTHER1']) {
      stand.firmware.scan({ text });
      await stand.clock.advance(500);
    }
    expect(stand.texts()).toEqual([docket, docket, 'ANOTHER1']);
    expect(stand.discards).toEqual([]);
    await over(stand);
  });

  it.each(['utf8', 'gbk', 'gb18030'] as const)('reads a long record in %s', async (encoding) => {
    const stand = await ready(settings);
    stand.firmware.scan({ text: record, encoding });
    await stand.clock.advance(500);
    expect(stand.texts()).toEqual([record]);
    await over(stand);
  });

  it('arriving in pieces it is the same scan', async () => {
    const stand = await ready(settings);
    stand.line.faults.set(wireFault.parse({ name: 'split', size: 3, gapMs: 2 }));
    stand.firmware.scan({ text: docket });
    await stand.clock.advance(rest);
    expect(stand.texts()).toEqual([docket]);
    await over(stand);
  });

  it('carrying hot-keys it is thrown away and counted', async () => {
    const stand = await ready(settings);
    stand.firmware.scan({ hex: '41 42 1b 5b 41 43' });
    await stand.clock.advance(rest);
    expect(stand.scans).toEqual([]);
    expect(stand.discards).toEqual([{ reason: 'control-characters', bytes: 6 }]);
    expect(stand.driver.counters()).toMatchObject({ scans: 0, discards: 1 });
    await over(stand);
  });

  it('cut off it is no scan, and the next one is whole', async () => {
    const stand = await ready(settings);
    stand.line.faults.set(wireFault.parse({ name: 'truncated', bytes: 9, count: 1 }));
    stand.firmware.scan({ text: docket });
    await stand.clock.advance(rest);
    stand.driver.trigger?.(false);
    stand.driver.trigger?.(true);
    await stand.clock.advance(500);
    stand.firmware.scan({ text: 'WHOLE001' });
    await stand.clock.advance(rest);
    // A frame without a suffix that ends in silence cannot be told from a shorter code: check characters do.
    const expected = settings.suffix === 'none' ? [docket.slice(0, 9), 'WHOLE001'] : ['WHOLE001'];
    expect(stand.texts()).toEqual(expected);
    if (settings.suffix !== 'none') expect(stand.discards.length).toBeGreaterThan(0);
    await over(stand);
  });

  it('lost it is nothing', async () => {
    const stand = await ready(settings);
    stand.line.faults.set(wireFault.parse({ name: 'silent', count: 1 }));
    stand.firmware.scan({ text: docket });
    await stand.clock.advance(rest);
    expect([stand.scans, stand.discards]).toEqual([[], []]);
    await over(stand);
  });
});

const switched = subjects.filter(({ settings }) => settings.trigger !== undefined);
describe.each(switched)('$name: switched by command', ({ settings }) => {
  it('reads only while it is switched on', async () => {
    const stand = await ready(settings);
    expect(stand.firmware.state()).toEqual({ lit: true });
    stand.driver.trigger?.(false);
    await stand.clock.advance(6000);
    expect(stand.firmware.state()).toEqual({ lit: false });
    stand.driver.trigger?.(true);
    await stand.clock.advance(500);
    stand.firmware.scan({ text: docket });
    await stand.clock.advance(500);
    expect(stand.texts()).toEqual([docket]);
    expect(stand.driver.counters()).toMatchObject({ commandsRefused: 0, commandsUnanswered: 0 });
    await over(stand);
  });
});

const reporting = subjects.filter(({ settings }) => settings.kind === 'scanner/hid-pos');
describe.each(reporting)('$name: reports in a stream', ({ settings }) => {
  it('are found again after noise', async () => {
    const stand = await ready(settings);
    stand.line.faults.set(
      wireFault.parse({ name: 'garbage', where: 'before', hex: '02 13 5d 51 31 44', count: 1 }),
    );
    stand.firmware.scan({ text: docket });
    await stand.clock.advance(rest);
    expect(stand.texts()).toEqual([docket]);
    expect(stand.discards).toEqual([{ reason: 'undecodable', bytes: 6 }]);
    await over(stand);
  });
});

const named = namedListener(process.env['DOCKETBOX_SCANNER']);
describe.skipIf(named === null)(
  'hardware: DOCKETBOX_SCANNER="scanner/serial@serial:/dev/ttyACM0 suffix=CR" names none',
  { timeout: 120_000 },
  () => {
    it('reads a code that somebody shows it within a minute', async () => {
      const { seen, driver, end } = await realListener(named ?? listenerConfig({ kind: 'scanner/serial' }));
      try {
        await until('a code was read', () => seen.length > 0, 60_000);
        expect(driver.counters()['scans']).toBeGreaterThan(0);
      } finally {
        await end();
      }
    });
  },
);
