import type { DocumentRow } from '../ports/read-models.ts';
import type { SearchHit, SearchRequest } from '../ports/search.ts';
import type { SearchViews } from '../ports/search-views.ts';
import { hasLabel, type Entry } from './entry.ts';
import type { Shares } from './gram-shares.ts';
import { departmentLabel, labelsOfDays, urgencyLabel } from './labels.ts';
import { placesOf, united } from './plain-text.ts';
import { allOf, anyOf, expressionOf, quoted, type Word } from './words.ts';

/** Days that a range without a beginning or an end reaches to: before and after any document of this system. */
const FIRST_DAY = '2000-01-01';
const LAST_DAY = '2099-12-31';

/** A question made ready: what the full-text table is asked, and what is then looked at in each entry. */
export interface Matcher {
  /** Every entry that fits has these tokens; not every entry with these tokens fits. */
  readonly expression: string;
  /** Ids of the only documents that may fit, when they are few and known. */
  readonly among: readonly string[] | null;
  fits(entry: Entry): boolean;
}

/** Pieces in a state that are looked at one by one rather than the whole index. */
const FEW = 2000;

export const matcherOf = (
  request: SearchRequest,
  words: readonly Word[],
  { views, shares }: { readonly views: SearchViews; readonly shares: Shares },
): Matcher => {
  const { from, to, state, department, urgency } = request;
  const days = from === undefined && to === undefined ? [] : labelsOfDays(from ?? FIRST_DAY, to ?? LAST_DAY);
  const wanted = [
    ...(days.length === 0 ? [] : [days]),
    ...(urgency === undefined ? [] : [[urgencyLabel(urgency)]]),
    ...(department === undefined ? [] : [[departmentLabel(department)]]),
  ];
  const named = words.find((word) => word.named !== null)?.named?.map(({ document }) => document);
  const among = named ?? (state === undefined ? null : views.documentsWith(state, FEW));
  return {
    among: among && [...new Set(among)],
    expression: allOf([
      ...words.map((word) => expressionOf(word, shares)),
      ...wanted.map((labels) => anyOf(labels.map(quoted))),
    ]),
    fits: (entry) =>
      words.every((word) => fitsWord(entry, word)) &&
      wanted.every((labels) => labels.some((label) => hasLabel(entry, label))) &&
      (state === undefined || views.hasPiece(entry.document, { state, department })),
  };
};

const fitsWord = (entry: Entry, { plain, labels, named }: Word): boolean =>
  named === null
    ? entry.text.includes(plain) || labels.some((label) => hasLabel(entry, label))
    : named.some(({ document }) => document === entry.document);

/** What of a document the words were found in. */
export const hitOf = (entry: Entry, row: DocumentRow, words: readonly Word[]): SearchHit => {
  const marks = (text: string): [number, number][] =>
    united(words.flatMap(({ plain }) => placesOf(text, plain)));
  const departments = words
    .flatMap((word) => word.departments)
    .filter((code) => hasLabel(entry, departmentLabel(code)));
  const dockets = words
    .flatMap((word) => word.named ?? [])
    .flatMap(({ document, docket }) => (document === entry.document && docket !== null ? [docket] : []));
  return {
    ...{ document: entry.document, sequence: entry.sequence },
    ...{ number: marks(row.number), title: marks(row.title), issuers: row.issuers.map(marks) },
    ...{ departments: [...new Set(departments)], dockets: [...new Set(dockets)] },
  };
};
