import type { Cancel, Clock } from '../ports/clock.ts';
import type { Ledger } from '../ports/ledger.ts';

export interface LedgerRestDeps {
  readonly ledger: Pick<Ledger, 'onAppended'> & { rest(): void };
  readonly clock: Clock;
  /** Told when it could not be written; the next quiet moment tries again. */
  readonly onTrouble: (error: unknown) => void;
}

/** Without an append for so long it is quiet. */
const QUIET_MS = 1_000;

/** Lets the ledger write in quiet moments what its appends leave for later. Returns what ends it. */
export const restInQuiet = ({ ledger, clock, onTrouble }: LedgerRestDeps): (() => void) => {
  let cancel: Cancel | undefined;
  let moved = false;
  const wait = (): void => {
    moved = false;
    cancel = clock.after(QUIET_MS, () => {
      cancel = undefined;
      if (moved) wait();
      else rest();
    });
  };
  const rest = (): void => {
    try {
      ledger.rest();
    } catch (error) {
      onTrouble(error);
    }
  };
  const unsubscribe = ledger.onAppended(() => {
    moved = true;
    if (!cancel) wait();
  });
  return () => {
    unsubscribe();
    cancel?.();
  };
};
