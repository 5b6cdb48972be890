import type { StampRefusal } from '#controller/ports/sheet-maker.ts';

/** Why a file is not stamped. Never holds anything of what is in it. */
export class StampError extends Error {
  readonly code: StampRefusal;
  readonly values: Readonly<Record<string, string | number>>;

  constructor(code: StampRefusal, values: Readonly<Record<string, string | number>> = {}) {
    super(code);
    this.name = 'StampError';
    this.code = code;
    this.values = values;
  }
}
