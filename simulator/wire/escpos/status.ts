import type { PrinterBody } from '../../devices/printer.ts';

type Seen = Pick<PrinterBody, 'has' | 'paperOut' | 'needy'> & {
  /** What the sensor near the core says, where there is one. */
  readonly nearEnd: boolean;
};

/** Bits 1 and 4 are set in every real-time status, 0 and 7 never. */
const FIXED = 0x12;
const byte = (...flags: readonly (readonly [number, boolean])[]): number =>
  flags.reduce((so, [bits, on]) => (on ? so | bits : so), FIXED);

/** `DLE EOT n`, n from 1 to 4: one byte; null for an n this printer does not know. */
export const realTimeStatus = (n: number, printer: Seen): number | null => {
  const error = (['cutter-error', 'too-hot', 'broken'] as const).some((each) => printer.has(each));
  switch (n) {
    case 1:
      return byte([0x04, printer.has('drawer-open')], [0x08, printer.needy]);
    case 2:
      return byte(
        [0x04, printer.has('cover-open')],
        [0x08, printer.has('feed-button')],
        [0x20, printer.paperOut],
        [0x40, error],
      );
    case 3:
      return byte(
        [0x08, printer.has('cutter-error')],
        [0x20, printer.has('broken')],
        [0x40, printer.has('too-hot')],
      );
    case 4:
      return byte([0x0c, printer.nearEnd], [0x60, printer.paperOut]);
    default:
      return null;
  }
};

/** `GS r n`, answered in its turn behind the data before it: 1 paper sensors, 2 drawer; bits 4 and 7 are never set. */
export const queuedStatus = (n: number, printer: Seen): number | null => {
  if (n === 1 || n === 49) return (printer.nearEnd ? 0x03 : 0) | (printer.paperOut ? 0x0c : 0);
  return n === 2 || n === 50 ? 0 : null;
};
