import type { Desk } from '../ports/desk.ts';
import type { Entropy } from '../ports/entropy.ts';
import type { AnswerOf } from '../ports/ledger.ts';
import type { ReadModels } from '../ports/read-models.ts';
import type { By } from './by.ts';
import { refuseAllClassified } from './classified.ts';
import { registerDepartment } from './departments.ts';
import type { ImportKind } from './import/columns.ts';
import { planImport, type Planned } from './import/plan.ts';
import {
  faultInWords,
  inWords,
  note,
  type ImportProblem,
  type Language,
  type Problem,
} from './import/problem.ts';
import type { Table } from './import/table.ts';
import type { Outcome } from './outcome.ts';
import type { Read } from './file-reading.ts';
import { registerPerson } from './people.ts';
import { registerDocument } from './register-document.ts';

export type { ImportKind } from './import/columns.ts';

export interface ImportDeps {
  readonly desk: Desk;
  readonly views: ReadModels;
  readonly entropy: Entropy;
  readonly siteKey: Uint8Array;
}
export interface ImportReport {
  /** Whether nothing is wrong with the file. */
  readonly ok: boolean;
  readonly kind: ImportKind;
  /** Rows that are, or would be, registered. */
  readonly rows: number;
  /** Rows that say what the site has already; they change nothing. */
  readonly unchanged: number;
  /** Whether it was done: never when it was a dry run, nor when anything is wrong, unless good rows alone were wanted. */
  readonly imported: boolean;
  readonly problems: readonly ImportProblem[];
}
export interface ImportOptions {
  readonly by: By;
  readonly dryRun: boolean;
  /** Registers the rows with which nothing is wrong, though others have problems. */
  readonly goodRows?: boolean;
  readonly language?: Language;
  readonly answer?: (report: ImportReport) => AnswerOf;
}

/** Most consignments of one import: they are one append. */
const MOST_COPIES = 20_000;

/**
 * Registers what was read of a list (docs/configuration.md names the columns): every row or, when
 * anything is wrong, none, in one append; with `goodRows` every row with which nothing is wrong. Rows that say what the
 * site has already are counted and change nothing. The secrecy column is looked at before anything else of a row; a
 * classified row is reported by its number alone and, unless this is a dry run, recorded as refused. Cells are text
 * whatever they look like. Throws LedgerUnavailable.
 */
export const importList = (
  deps: ImportDeps,
  kind: ImportKind,
  read: Read<Table>,
  { by, dryRun, goodRows = false, language = 'en', answer }: ImportOptions,
): ImportReport => {
  if (!read.ok) {
    const problems = [faultInWords(read.fault, language)];
    return { ok: false, kind, rows: 0, unchanged: 0, imported: false, problems };
  }
  const plan = planImport(kind, read.value, deps.views);
  const { planned, unchanged, classified } = plan;
  if (!dryRun) {
    const payloads = classified.map(({ cells }) => JSON.stringify(cells));
    refuseAllClassified(deps, 'import', payloads, by);
  }
  const writes: Writes = [];
  const collector = { ...deps, desk: collecting(deps.desk, writes) };
  const problems = [...plan.problems, ...tooMany(planned)];
  const stopped = plan.unread || problems.some(({ row }) => row === 0 || !goodRows);
  const refusals = dryRun || stopped ? [] : register(collector, planned, by);
  const all = [...problems, ...refusals].map((problem) => inWords(problem, language));
  const report = { kind, rows: planned.items.length, unchanged, problems: all, ok: all.length === 0 };
  if (dryRun || stopped || refusals.length > 0) return { ...report, imported: false };
  const done = { ...report, imported: true };
  if (writes.length > 0) deps.desk.append(writes, by, answer?.(done));
  return done;
};

const tooMany = (planned: Planned): Problem[] => {
  if (planned.kind !== 'documents') return [];
  const recipients = planned.items.flatMap(({ item }) => item.recipients);
  const copies = recipients.reduce((sum, recipient) => sum + recipient.copies, 0);
  if (copies <= MOST_COPIES) return [];
  return [note(0, 'recipients', `${copies} copies`, 'too-many-copies', { limit: MOST_COPIES })];
};

type Writes = Parameters<Desk['append']>[0][number][];

/** A desk whose appends are kept for later: the commands decide row by row, and one append makes it all true. */
const collecting = (desk: Desk, writes: Writes): Desk => ({
  state: (evolver, key) => desk.state(evolver, key),
  append: (more) => {
    writes.push(...more);
    return { ok: true, events: [], last: { sequence: 0, leaf: '', root: '' } };
  },
  decide: () => {
    throw new TypeError('imports register, they do not change what is there');
  },
});

const register = (deps: ImportDeps, planned: Planned, by: By): Problem[] => {
  const outcomes: [row: number, outcome: Outcome<unknown>][] = [];
  switch (planned.kind) {
    case 'departments':
      for (const { row, item } of planned.items) {
        const { code, ...department } = item;
        outcomes.push([row, registerDepartment(deps, code, department, by)]);
      }
      break;
    case 'people':
      for (const { row, item } of planned.items) {
        const { number, ...person } = item;
        outcomes.push([row, registerPerson(deps, number, person, by)]);
      }
      break;
    case 'documents':
      for (const { row, item } of planned.items) {
        const { secrecy: _, ...document } = item;
        outcomes.push([row, registerDocument(deps, { ...document, way: 'import', oddities: [] }, by)]);
      }
      break;
  }
  return outcomes.flatMap(([row, outcome]) =>
    outcome.ok ? [] : [note(row, '', '', 'refused', { code: outcome.refusal.code })],
  );
};
