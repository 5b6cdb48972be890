import type { PrinterStatus } from '#controller/ports/printer.ts';

/** Whether a person must see to the printer (or it cannot be reached): nothing is sent to it in that state. */
export const isNeedy = ({ condition }: PrinterStatus): boolean =>
  condition !== 'connected' && condition !== 'printing' && condition !== 'warning';
