import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printArtwork } from '#controller/composition/print-artwork.ts';
import { makePrinter, type SitePrinter } from '#controller/composition/printers.ts';
import { deviceConfig } from '#controller/config-devices.ts';
import { isPrinter, type PrinterConfig } from '#controller/config-schema.ts';
import { printersFor } from '#controller/config-stock.ts';
import { writeTable } from '#label-printer/lists/write.ts';
import type { PrintJobRow } from '#controller/ports/read-models.ts';
import { demoConfig } from '#tests/support/api-site.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';
import { escPosOf } from '../label-printer/escpos-reparse.ts';
import { docket, sampleReceipt } from '../label-printer/samples.ts';
import { SpoolerBench } from '../label-printer/spooler-bench.ts';
import { tsplOf } from '../label-printer/tspl-reparse.ts';
import { commandsOf } from '../label-printer/zpl-reparse.ts';

const printer = (fields: Record<string, unknown>): PrinterConfig => {
  const parsed = deviceConfig.parse({ link: 'tcp://127.0.0.1:9100', ...fields });
  if (!isPrinter(parsed)) throw new TypeError('no printer');
  return parsed;
};
const PRINTERS = [
  ...['60x40', '80'].flatMap((stock) =>
    ['zpl', 'tspl', 'escpos'].map((name) =>
      printer({ id: `${name}-${stock}`, kind: `printer/${name}`, stock }),
    ),
  ),
  printer({ id: 'escpos-58', kind: 'printer/escpos', stock: '58' }),
  ...['60x40', '80', 'A4'].map((stock) =>
    printer({ id: `ipp-${stock}`, kind: 'printer/ipp', link: 'ipp://127.0.0.1:1/ipp/print', stock }),
  ),
];
/** Reads the bytes as the printer would; throws when they are not in its language. */
const reads: Readonly<Record<PrinterConfig['kind'], (bytes: Uint8Array) => unknown[]>> = {
  'printer/zpl': (bytes) => [...commandsOf(bytes)],
  'printer/tspl': (bytes) => [...tsplOf(bytes).commands],
  'printer/escpos': (bytes) => [...escPosOf(bytes).commands],
  'printer/ipp': (bytes) => [
    ...Buffer.from(bytes)
      .toString('latin1')
      .matchAll(/^%PDF-1\.4/g),
  ],
};

describe('what a printer is sent', () => {
  const bench = new SpoolerBench();
  beforeAll(() => bench.register(docket));
  afterAll(() => bench.ledger.close());
  const clock = new ManualClock();
  const never = (): Promise<{ ok: false; why: string; fix: string }> =>
    Promise.resolve({ ok: false, why: 'no', fix: 'no' });
  const printers = new Map<string, SitePrinter>(
    PRINTERS.map((one) => {
      const made = makePrinter(one, never, clock);
      // Nobody is there to be asked for formats.
      return [
        one.id,
        one.kind === 'printer/ipp'
          ? {
              ...made,
              output: () => Promise.resolve({ language: 'pdf', paper: one.stock === 'A4' ? 'A4' : 'own' }),
            }
          : made,
      ];
    }),
  );
  const views = {
    ...bench.views,
    receipt: () => ({
      ...{
        id: sampleReceipt.id,
        kind: 'drop' as const,
        session: 's',
        station: 'x',
        person: '1',
        issuedAt: sampleReceipt.issuedAt,
      },
      ...{ pieces: [], size: 3, root: sampleReceipt.root, sequence: 4 },
    }),
  };
  const demo = demoConfig();
  const [cabinet] = demo.cabinets;
  const [station] = cabinet?.stations ?? [];
  if (!cabinet || !station) throw new TypeError('the demo has no station');
  const named = { ...station, labelPrinter: 'ipp-A4' };
  /** Labels go onto office paper here, because a station says so. */
  const site = { ...demo, devices: PRINTERS, cabinets: [{ ...cabinet, stations: [named] }] };
  const artwork = printArtwork({
    ...{ config: site, views, printers, sheets: bench.sheets, writeTable },
    ledger: { proof: () => ({ leaf: sampleReceipt.leaf }) } as never,
  });
  const job = (kind: PrintJobRow['artwork'], to: string): PrintJobRow => ({
    ...{ id: 'j', printer: to, artwork: kind, subject: kind === 'label' ? docket : 'r', reprintOf: null },
    ...{ by: 'R1', reason: null, label: null, copies: 1, batch: null, position: null },
    ...{ state: 'queued', attempts: 0, why: null, queuedAt: '', changedAt: '', sequence: 1 },
  });

  it.each(
    PRINTERS.flatMap((one) =>
      (['label', 'receipt', 'test'] as const).map((kind) => [one.id, kind, one] as const),
    ),
  )(
    '%s, %s: is in its language where the stock fits, else refused for good with the reason',
    async (id, kind, one) => {
      const fits = printersFor(kind, site).includes(one);
      const made = await artwork(job(kind, id));
      expect(made.ok).toBe(fits);
      if (made.ok) expect(reads[one.kind](made.bytes).length).toBeGreaterThan(0);
      else expect(made.why).toContain(`holds stock ${one.stock}`);
    },
  );

  it('is a sheet as it was kept on office paper, and refused with the reason where it is not kept', async () => {
    const pdf = Buffer.from('%PDF-1.7 something');
    const kept = { ...job('sheet', 'ipp-A4'), subject: bench.sheets.put(pdf) };
    expect(await artwork(kept)).toEqual({ ok: true, bytes: Uint8Array.from(pdf) });
    expect(await artwork({ ...kept, printer: 'zpl-60x40' })).toEqual({
      ok: false,
      why: 'zpl-60x40 holds stock 60x40; a sheet needs A4',
    });
    bench.sheets.remove(kept.subject);
    expect(await artwork(kept)).toMatchObject({ ok: false, why: expect.stringContaining('no longer kept') });
  });

  it('is no label on office paper unless a station names that printer for labels', async () => {
    const config = { ...site, cabinets: [{ ...cabinet, stations: [{ ...named, labelPrinter: null }] }] };
    const parts = { config, views, printers, sheets: bench.sheets, writeTable };
    const refusing = printArtwork({ ...parts, ledger: {} as never });
    expect(await refusing(job('label', 'ipp-A4'))).toEqual({
      ok: false,
      why: 'ipp-A4 holds stock A4: labels go there only when a station names it as its labelPrinter',
    });
    expect(printersFor('label', config).map(({ id }) => id)).not.toContain('ipp-A4');
  });

  it('is nothing for a printer that the configuration no longer has', async () => {
    expect(await artwork(job('label', 'gone'))).toMatchObject({ ok: false });
  });

  it('fits every kind for labels and for slips', () => {
    for (const kind of ['label', 'receipt'] as const)
      expect(new Set(printersFor(kind, site).map((one) => one.kind)).size).toBe(4);
  });
});
