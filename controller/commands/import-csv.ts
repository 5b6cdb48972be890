import type { Desk } from '../ports/desk.ts';
import type { Entropy } from '../ports/entropy.ts';
import type { AnswerOf } from '../ports/ledger.ts';
import type { ReadModels } from '../ports/read-models.ts';
import type { By } from './by.ts';
import { refuseClassified } from './classified.ts';
import { registerDepartment } from './departments.ts';
import type { ImportKind } from './import/columns.ts';
import { planImport, type Planned } from './import/plan.ts';
import { readTable, type ImportProblem } from './import/table.ts';
import type { Outcome } from './outcome.ts';
import { registerPerson } from './people.ts';
import { registerDocument } from './register-document.ts';

export type { ImportKind } from './import/columns.ts';
export type { ImportProblem } from './import/table.ts';

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
  /** Whether they were: never when it was a dry run or anything is wrong. */
  readonly imported: boolean;
  readonly problems: readonly ImportProblem[];
}

/** Most consignments of one import: they are one append. */
const MOST_COPIES = 20_000;

/**
 * Registers what a CSV file lists (docs/configuration.md names the columns): every row or, when anything is wrong,
 * none, in one append. The secrecy column is looked at before anything else of a row; a classified row is reported by
 * its number alone and, unless this is a dry run, recorded as refused. Cells are text whatever they look like.
 * Throws LedgerUnavailable.
 */
export const importCsv = (
  deps: ImportDeps,
  kind: ImportKind,
  bytes: Uint8Array,
  { by, dryRun, answer }: { readonly by: By; readonly dryRun: boolean; readonly answer?: AnswerOf },
): ImportReport => {
  const read = readTable(bytes);
  if (!read.ok) return { ok: false, kind, rows: 0, imported: false, problems: [read.problem] };
  const { planned, problems: found, classified } = planImport(kind, read.table, deps.views);
  if (!dryRun)
    for (const { cells } of classified) refuseClassified(deps, 'import', JSON.stringify(cells), by);
  const problems = found.length > 0 ? found : tooMany(planned);
  const report = { kind, rows: planned.items.length, problems };
  if (problems.length > 0) return { ...report, ok: false, imported: false };
  if (dryRun) return { ...report, ok: true, imported: false };
  const writes: Writes = [];
  const collector = { ...deps, desk: collecting(deps.desk, writes) };
  const refusals = register(collector, planned, by);
  if (refusals.length > 0) return { ...report, ok: false, imported: false, problems: refusals };
  deps.desk.append(writes, by, answer);
  return { ...report, ok: true, imported: true };
};

const tooMany = (planned: Planned): ImportProblem[] => {
  if (planned.kind !== 'documents') return [];
  const copies = planned.items.flatMap(({ recipients }) => recipients).reduce((sum, r) => sum + r.copies, 0);
  const fix = `split the file: at most ${MOST_COPIES} copies each`;
  return copies > MOST_COPIES ? [{ row: 0, column: 'recipients', value: `${copies} copies`, fix }] : [];
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

const register = (deps: ImportDeps, planned: Planned, by: By): ImportProblem[] => {
  const outcomes: Outcome<unknown>[] = [];
  switch (planned.kind) {
    case 'departments':
      for (const { code, ...department } of planned.items)
        outcomes.push(registerDepartment(deps, code, department, by));
      break;
    case 'people':
      for (const { number, ...person } of planned.items)
        outcomes.push(registerPerson(deps, number, person, by));
      break;
    case 'documents':
      for (const { secrecy: _, ...document } of planned.items)
        outcomes.push(registerDocument(deps, { ...document, way: 'import', oddities: [] }, by));
      break;
  }
  return outcomes.flatMap((outcome, index) =>
    outcome.ok
      ? []
      : [{ row: 0, column: '', value: `item ${index + 1}`, fix: `refused: ${outcome.refusal.code}` }],
  );
};
