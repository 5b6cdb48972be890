import { describe, expect, test } from 'vitest';
import type { Condition } from '#simulator/devices/conditions.ts';
import { LABEL_MS, type PrinterBody } from '#simulator/devices/printer.ts';
import { EscposPrinter } from '#simulator/wire/escpos/printer.ts';
import { TsplPrinter } from '#simulator/wire/tspl/printer.ts';
import { printerBench } from '#tests/support/printer-bench.ts';
import { vectorsOf } from '#tests/support/vectors.ts';

interface Meaning {
  readonly command: string;
  readonly flags?: readonly string[];
  readonly rejected?: string;
}
type Happening = Condition | ((bench: ReturnType<typeof printerBench<PrinterBody>>) => unknown);

const bytes = (hex: string): number[] => hex.split(' ').map((pair) => parseInt(pair, 16));
const paperOut: Happening = ({ printer }) => printer.endRoll();
const tspl = () =>
  printerBench<PrinterBody>((parts) => new TsplPrinter({ stock: '60x40', dpi: 203, blackBit: 0 }, parts));
const escpos = (nearEndSensor: boolean) =>
  printerBench<PrinterBody>(
    (parts) => new EscposPrinter({ stock: '80', dpi: 203, cut: true, nearEndSensor }, parts),
  );

/** What has to happen for a printer to mean the flag. */
const TSPL: Readonly<Record<string, Happening>> = {
  'head-open': 'head-open',
  'cover-open': 'cover-open',
  jam: 'paper-jam',
  'paper-out': paperOut,
  'paper-low': 'paper-near-end',
  'ribbon-out': 'ribbon-out',
  'ribbon-low': 'ribbon-near-end',
  'ribbon-jam': 'ribbon-jam',
  'head-hot': 'too-hot',
  'motor-hot': 'motor-hot',
  'head-fault': 'head-fault',
  'cutter-jam': 'cutter-error',
  paused: 'paused',
  'take-label': 'take-label',
  printing: ({ send }) => send('CLS\r\nPRINT 2\r\n'),
};
const ESCPOS: Readonly<Record<string, Happening>> = {
  drawer: 'drawer-open',
  'off-line': 'offline',
  'cover-open': 'cover-open',
  feeding: 'feed-button',
  'paper-end': paperOut,
  error: 'cutter-error',
  cutter: 'cutter-error',
  unrecoverable: 'broken',
  passing: 'too-hot',
  'near-end': 'paper-near-end',
};
/** States of machines we do not imitate, and errors they give no reason for. */
const NOT_IMITATED = new Set([
  'printing, and the paper just ended',
  'in four bytes: backing up to the start of a label',
  'in four bytes: cutting',
  'in four bytes: an error without a reason',
  'in four bytes: feeding',
  'in four bytes: waits for the print key',
  'in four bytes: its buffer is full',
  'in four bytes: not enough memory',
  'done, paper at its end (some firmwares)',
]);

const imagining: Happening = ({ send }) => send('BITMAP 0,0,1,9,0,\0\0\0\0\0\0\0\0\0CLS');

describe.each([
  ['tspl-status', TSPL],
  ['escpos-status', ESCPOS],
] as const)('the status bytes of %s', (file, happenings) => {
  const all = vectorsOf<Meaning>(file);
  const requests = new Map(
    all.filter((each) => each.direction === 'request').map((each) => [each.meaning.command, bytes(each.hex)]),
  );
  const replies = all.filter(
    ({ direction, meaning, name }) => direction === 'reply' && !meaning.rejected && !NOT_IMITATED.has(name),
  );

  test.each(replies)('$name: $hex', async ({ name, hex, meaning: { command, flags = [] } }) => {
    const bench = file === 'tspl-status' ? tspl() : escpos(flags.includes('near-end'));
    const wanted: Happening[] = name.includes('working out the picture')
      ? [imagining]
      : flags.flatMap((flag) => {
          // "Some error": what it is stands in another byte, or is one that has no bit.
          if (flag === 'other-error') return flags.length === 1 ? ['too-hot' as const] : [];
          const happening = happenings[flag];
          if (!happening) throw new Error(`${name}: nothing is known that makes a printer say ${flag}`);
          return [happening];
        });
    // Backwards: what is being printed, named last, began before anything went wrong.
    for (const happening of [...wanted].reverse())
      if (typeof happening === 'string') bench.printer.set(happening, true);
      else happening(bench);
    const request = requests.get(command) ?? [];
    expect(bench.ask(request)).toBe(
      bytes(hex)
        .map((byte) => byte.toString(16).padStart(2, '0'))
        .join(''),
    );
    bench.printer.powerCycle();
    await bench.clock.advance(LABEL_MS);
  });

  test('asks with the published bytes', () => {
    expect(requests.size).toBeGreaterThan(1);
    expect(replies.length).toBeGreaterThan(15);
  });
});
