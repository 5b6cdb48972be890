/** What the search page asks for; it stands in the address, so that it can be kept, sent and gone back to. */
export interface Query {
  readonly q: string;
  readonly from: string;
  readonly to: string;
  readonly state: string;
  readonly department: string;
  readonly urgency: string;
}
export const emptyQuery: Query = { q: '', from: '', to: '', state: '', department: '', urgency: '' };
const keys = Object.keys(emptyQuery) as (keyof Query)[];

/** A scanned official barcode is cut to its number: the rest may be nobody's to keep, and addresses are kept. */
export const meant = (words: string): string => words.split('^')[1] ?? words;

/** From what follows `#/search/`. */
export const queryIn = (written: string | undefined): Query => {
  const given = new URLSearchParams(written ?? '');
  return Object.fromEntries(keys.map((key) => [key, given.get(key) ?? ''])) as unknown as Query;
};
/** Only what is asked for; empty when that is nothing. */
export const written = (query: Query): string =>
  new URLSearchParams(
    keys
      .map((key) => [key, meant(query[key]).trim()] as [string, string])
      .filter(([, value]) => value !== ''),
  ).toString();
