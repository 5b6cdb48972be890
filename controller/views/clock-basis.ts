import { basisOf, clockBook, type ClockBookState } from '../domain/clocks/clock-book.ts';
import type { ClockBasis } from '../domain/clocks/deadline.ts';
import { canonicalize } from '../ledger/canonical.ts';
import type { Connection } from '../ledger/connection.ts';
import type { Handlers } from '../ledger/projector.ts';
import type { AnyStoredEvent } from '../ports/ledger.ts';

/** What deadlines follow from, as the domain's own state; `stamp` names the event that made it so. */
export const clockBasisTable = `
  CREATE TABLE view_clock_basis (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    stamp TEXT NOT NULL,
    state TEXT NOT NULL
  ) STRICT;`;

export const clockBasisHandlers = (db: Connection): Handlers => {
  const get = db.prepare<[], string>('SELECT state FROM view_clock_basis').pluck();
  const put = db.prepare(
    'INSERT OR REPLACE INTO view_clock_basis (id, stamp, state) VALUES (1, :stamp, :state)',
  );
  const evolve = (event: AnyStoredEvent): void => {
    const before = get.get();
    const state = before === undefined ? clockBook.initialState() : (JSON.parse(before) as ClockBookState);
    const { sequence, time, cause } = event;
    put.run({ stamp: `${sequence} ${time} ${cause}`, state: canonicalize(clockBook.evolve(state, event)) });
  };
  return {
    ClockSettingsSaved: evolve,
    OfficeDaySet: evolve,
    OfficeDayRemoved: evolve,
    CalendarAdopted: evolve,
  };
};

/**
 * The basis in force, made once for each stamp. Not kept by a flag that a handler sets: an append that is rolled back
 * takes its row back, but could not take back a flag.
 */
export const basisReader = (db: Connection): (() => ClockBasis) => {
  const stamp = db.prepare<[], string>('SELECT stamp FROM view_clock_basis').pluck();
  const state = db.prepare<[], string>('SELECT state FROM view_clock_basis').pluck();
  let kept: { readonly stamp: string; readonly basis: ClockBasis } | undefined;
  return () => {
    const now = stamp.get() ?? '';
    if (kept?.stamp !== now) {
      const row = state.get();
      const book = row === undefined ? clockBook.initialState() : (JSON.parse(row) as ClockBookState);
      kept = { stamp: now, basis: basisOf(book) };
    }
    return kept.basis;
  };
};
