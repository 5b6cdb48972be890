import { follow, refuse, type Decider } from './decider.ts';
import type { EventDraft, PayloadOf } from './events.ts';
import type { StreamId } from './event.ts';

export { MOST_ENTRIES } from './catalogue/lists.ts';

/** Everything a list says but its number. */
export type ListContent = Omit<PayloadOf<'ListDrawnUp'>, 'number'>;
/** The lists of one year; the stream key is the year. */
export interface ListBookState {
  /** Of the last list issued; 0 at the start of the year. */
  readonly serial: number;
}
export interface IssueList {
  readonly type: 'Issue';
  readonly issued: PayloadOf<'ListIssued'>;
}

/** Gives out numbers one after another: a list's number is its place in the year's book. */
export const listBook: Decider<IssueList, ListBookState> = {
  kind: 'list-book',
  revision: 1,
  initialState: () => ({ serial: 0 }),
  evolve: (state, event) =>
    event.type === 'ListIssued' ? { serial: Number(event.payload.number.slice(4)) } : state,
  decide: ({ issued }, state) => {
    const next = numberAfter(state, issued.number.slice(0, 4));
    if (issued.number !== next) return refuse('list-number-not-next', { number: issued.number, next });
    return follow({ type: 'ListIssued', payload: issued });
  },
};

/** The number the next list of a year bears: `202600000001`, `202600000002`, … */
export const numberAfter = ({ serial }: ListBookState, year: string): string =>
  `${year}${String(serial + 1).padStart(8, '0')}`;

/** What the content hash is taken over: every field, in this order, as JSON. */
export const contentText = (list: PayloadOf<'ListDrawnUp'>): string =>
  JSON.stringify([
    ...[list.number, list.kind, list.unit, list.language, list.timeZone, list.issuedAt, list.from, list.to],
    ...[list.person.number, list.person.name, list.place],
    list.entries.map((entry) => [
      ...[entry.movement, entry.docket, entry.number, entry.copy, entry.party],
      ...[entry.urgency, entry.compartment, entry.at, entry.sequence],
    ]),
  ]);

/** The year on the calendar of a time zone (IANA) at an instant: that of the list's number. */
export const yearAt = (instant: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', calendar: 'gregory' })
    .format(Date.parse(instant))
    .padStart(4, '0');

/** A list under its number: both streams' events, for one append. */
export interface DrawnUp {
  readonly number: string;
  readonly book: ListBookState;
  readonly writes: readonly { readonly stream: StreamId; readonly events: readonly EventDraft[] }[];
}

/**
 * Draws a list up under the next number of its year. `digest` is SHA-256 in hex. Throws when the book's decider does
 * not follow, which it always does with the state the number was taken from.
 */
export const drawUp = (
  content: ListContent,
  book: ListBookState,
  about: Pick<PayloadOf<'ListIssued'>, 'department' | 'session'>,
  digest: (text: string) => string,
): DrawnUp => {
  const year = yearAt(content.issuedAt, content.timeZone);
  const number = numberAfter(book, year);
  const drawn = { number, ...content };
  const { kind, unit, issuedAt, entries } = content;
  const issued = { number, kind, unit, issuedAt, ...about, lines: entries.length };
  const decision = listBook.decide(
    { type: 'Issue', issued: { ...issued, content: digest(contentText(drawn)) } },
    book,
  );
  if (!decision.ok) throw new Error(`list ${number}: ${decision.refusal.code}`);
  const fact = decision.events.map((event) => ({ ...event, time: issuedAt }));
  return {
    number,
    book: fact.reduce((state, event) => listBook.evolve(state, event), book),
    writes: [
      { stream: `list-book:${year}`, events: decision.events },
      { stream: `list:${number}`, events: [{ type: 'ListDrawnUp', payload: drawn }] },
    ],
  };
};

/** How often a list was reprinted; the stream key is its number. */
export const listCopies: Decider<{ readonly type: 'Reprint'; readonly number: string }, number | null> = {
  kind: 'list',
  revision: 1,
  initialState: () => null,
  evolve: (state, event) => {
    if (event.type === 'ListDrawnUp') return 0;
    return event.type === 'ListReprinted' ? event.payload.copy : state;
  },
  decide: ({ number }, state) =>
    state === null
      ? refuse('no-such', { what: 'list', id: number })
      : follow({ type: 'ListReprinted', payload: { number, copy: state + 1 } }),
};
