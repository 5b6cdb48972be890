import type { PrinterBody } from '../../devices/printer.ts';

type Seen = Pick<PrinterBody, 'has' | 'paperOut' | 'needy' | 'moving'>;
const OTHER_ERRORS = ['too-hot', 'motor-hot', 'head-fault', 'cutter-error', 'ribbon-jam'] as const;

const bits = (...flags: readonly (readonly [number, boolean])[]): number =>
  flags.reduce((byte, [bit, on]) => (on ? byte | bit : byte), 0);

/**
 * `ESC ! ?`: one byte, a bit each; 00 is ready. Bits 6 and 7 are options of the maker: the lid, and the temperature or
 * any error without a bit of its own.
 */
export const readiness = (printer: Seen): Uint8Array =>
  Uint8Array.of(
    bits(
      [0x01, printer.has('head-open')],
      [0x02, printer.has('paper-jam')],
      [0x04, printer.paperOut],
      [0x08, printer.has('ribbon-out')],
      [0x10, printer.has('paused')],
      [0x20, printer.moving],
      [0x40, printer.has('cover-open')],
      [0x80, OTHER_ERRORS.some((each) => printer.has(each))],
    ),
  );

/** `ESC ! S`: message, warning, printer error, media error between STX and ETX CR LF; 40 is "nothing" in each. */
export const fullStatus = (printer: Seen, receiving: boolean): Uint8Array =>
  Uint8Array.of(
    0x02,
    message(printer, receiving),
    0x40 | bits([0x01, printer.has('paper-near-end')], [0x02, printer.has('ribbon-near-end')]),
    0x40 |
      bits(
        [0x01, printer.has('too-hot')],
        [0x02, printer.has('motor-hot')],
        [0x04, printer.has('head-fault')],
        [0x08, printer.has('cutter-error')],
      ),
    0x40 |
      bits(
        [0x01, printer.paperOut],
        [0x02, printer.has('paper-jam')],
        [0x04, printer.has('ribbon-out')],
        [0x08, printer.has('ribbon-jam')],
        [0x20, printer.has('head-open') || printer.has('cover-open')],
      ),
    0x03,
    0x0d,
    0x0a,
  );

const message = (printer: Seen, receiving: boolean): number => {
  if (printer.needy) return 0x45;
  if (printer.has('paused')) return 0x60;
  if (printer.moving) return 0x50;
  if (printer.has('take-label')) return 0x4c;
  return receiving ? 0x57 : 0x40;
};
