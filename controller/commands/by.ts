import type { AppendContext } from '../ports/ledger.ts';

/** Who commands, from where, and the id of the command. */
export type By = Omit<AppendContext, 'time'>;
