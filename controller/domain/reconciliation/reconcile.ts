import { boxDifferences } from './boxes.ts';
import {
  LATE,
  named,
  NOTHING,
  type Difference,
  type Facts,
  type Late,
  type Limits,
  type Pending,
} from './facts.ts';
import { incidentDifferences } from './incidents.ts';

/**
 * Every difference between paper and record that the facts show, in an order that does not depend on theirs. Pure: the
 * same facts and limits give the same differences.
 */
export const reconcile = (facts: Facts, limits: Limits): Difference[] =>
  [
    ...undropped(facts.pending, limits),
    ...facts.late.filter(({ code, since }) => since <= limits[LATE[code]]).map(late),
    ...facts.recalled.map(({ recall, docket, document, department, since }) => ({
      ...NOTHING,
      ...({ kind: 'not-back', code: 'recalled-not-back', document, department, since } as const),
      ...{ dockets: [docket], subject: recall, identity: ['not-back', recall, docket], evidence: [recall] },
    })),
    ...boxDifferences(facts, limits),
    ...facts.doubts
      .filter(({ since }) => since <= limits.doubt)
      .map(({ code, subject, compartment, dockets, since }) => ({
        ...NOTHING,
        ...({ kind: 'in-doubt', code, subject, compartment, dockets: named(dockets), since } as const),
        ...{ identity: ['in-doubt', code, subject], evidence: [since] },
      })),
    ...facts.unmatched
      .filter(({ since }) => since <= limits.unmatched)
      .map(({ scan, since }) => ({
        ...NOTHING,
        ...({ kind: 'paper-only', code: 'scan-without-document', subject: scan, since } as const),
        ...{ identity: ['scan', scan], evidence: [since] },
      })),
    ...incidentDifferences(facts),
  ].sort((a, b) => (a.since < b.since || (a.since === b.since && keyOf(a) < keyOf(b)) ? -1 : 1));

const keyOf = ({ identity }: Difference): string => identity.join('\n');
const late = ({ code, docket, document, department, compartment, since, stay }: Late): Difference => ({
  ...NOTHING,
  ...{ kind: code === 'not-handled' ? code : 'overdue', code, document, department, compartment, since },
  ...{ dockets: [docket], identity: [code, docket], evidence: [stay] },
});

/** One row for a document and its receiver, not one a copy. */
const undropped = (pending: readonly Pending[], limits: Limits): Difference[] =>
  Object.values(Object.groupBy(pending, ({ document, department }) => `${document}\n${department}`)).flatMap(
    (group = []) => {
      const short = group.filter(
        ({ firstDropAt }) => firstDropAt !== null && firstDropAt <= limits.copiesShort,
      );
      const never = group.filter(
        ({ firstDropAt, since }) => firstDropAt === null && since <= limits.notDropped,
      );
      return [
        ...pile(
          'copies-short',
          'some-not-dropped',
          short.filter(({ since }) => since <= limits.copiesShort),
        ),
        ...pile('electronic-only', 'never-dropped', never),
      ];
    },
  );

const pile = (
  kind: Difference['kind'],
  code: Difference['code'],
  pieces: readonly Pending[],
): Difference[] => {
  const [first] = pieces.toSorted((a, b) => (a.since < b.since ? -1 : 1));
  if (!first) return [];
  const { document, department, dropped, since } = first;
  const dockets = pieces.map(({ docket }) => docket).sort();
  return [
    {
      ...NOTHING,
      ...{ kind, code, document, department, since, dockets: named(dockets) },
      ...{ expected: dropped + pieces.length, found: dropped },
      ...{ identity: [kind, document, department], evidence: dockets },
    },
  ];
};
