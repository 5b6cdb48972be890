import { dayAt } from '../domain/days.ts';
import type { DocumentRow } from '../ports/read-models.ts';
import { gramsOfText } from './grams.ts';
import { departmentLabel, registeredLabels, urgencyLabel, writtenLabel } from './labels.ts';
import { plain } from './plain-text.ts';

/** A document as the index keeps it. */
export interface Entry {
  /** Sequence of the document's registration. */
  readonly sequence: number;
  readonly document: string;
  /** Number, title and issuers, each plain, one a line. */
  readonly text: string;
  /** Labels in order, a blank before and after each. */
  readonly labels: string;
}

export const entryOf = (row: DocumentRow, departments: readonly string[], timeZone: string): Entry => {
  const labels = [
    urgencyLabel(row.urgency),
    ...registeredLabels(dayAt(Date.parse(row.registeredAt), timeZone)),
    ...(row.writtenOn === null ? [] : [writtenLabel(row.writtenOn)]),
    ...departments.map(departmentLabel),
  ];
  return {
    ...{ sequence: row.sequence, document: row.id },
    text: [row.number, row.title, ...row.issuers].map(plain).join('\n'),
    labels: ` ${[...new Set(labels)].sort().join(' ')} `,
  };
};

/** All that the full-text table is told of an entry. */
export const tokensOf = ({ text, labels }: Entry): string =>
  [...new Set(text.split('\n').flatMap(gramsOfText))].join(' ') + labels;

export const hasLabel = (entry: Entry, label: string): boolean => entry.labels.includes(` ${label} `);
