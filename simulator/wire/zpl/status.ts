import type { PrinterBody } from '../../devices/printer.ts';

const flag = (on: boolean): string => (on ? '1' : '0');
const pad = (value: number, digits: number): string =>
  String(Math.min(value, 10 ** digits - 1)).padStart(digits, '0');

/** `~HS`: three lines of fields. `partial`: a format has begun and not ended. */
export const hostStatus = (
  printer: Pick<PrinterBody, 'has' | 'paperOut' | 'state'>,
  labelLength: number,
  partial: boolean,
): Uint8Array => {
  const { labelsRemaining, formatsWaiting } = printer.state();
  const lines = [
    `030,${flag(printer.paperOut)},${flag(printer.has('paused'))},${pad(labelLength, 4)},${pad(formatsWaiting, 3)},0,0,${flag(partial)},000,0,0,${flag(printer.has('too-hot'))}`,
    `000,0,${flag(printer.has('head-open'))},${flag(printer.has('ribbon-out'))},0,2,4,0,${pad(labelsRemaining, 8)},1,000`,
    '1234,0',
  ];
  return Buffer.from(lines.map((line) => `\x02${line}\x03\r\n`).join(''), 'latin1');
};
