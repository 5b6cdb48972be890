import { createHash } from 'node:crypto';
import type { SiteConfig } from '../../config-schema.ts';
import { department } from '../../domain/department.ts';
import type { PayloadOf } from '../../domain/events.ts';
import { person, type PersonCommand } from '../../domain/person.ts';
import type { Desk } from '../../ports/desk.ts';
import { DirectoryUnreadable, type Directory, type DirectoryContent } from '../../ports/directory.ts';
import type { ReadModels } from '../../ports/read-models.ts';
import type { By } from '../by.ts';
import { decided } from './decided.ts';
import { planDirectory, type Change, type DirectoryProblem } from './plan.ts';

/** Stream of what the syncs did. */
export const DIRECTORY_STREAM = 'site:directory';
/** Who did what a sync does. */
export const DIRECTORY_ACTOR = 'directory';

export interface DirectoryReport {
  readonly applied: boolean;
  /** Nothing to do and nothing wrong. */
  readonly ok: boolean;
  readonly changes: readonly {
    readonly what: 'department' | 'person';
    readonly does: 'register' | 'change' | 'found' | 'back' | 'gone';
    readonly key: string;
    /** What they are called: in the directory, or here when it has them no more. */
    readonly name: string;
    readonly fields: readonly string[];
    /** Of each field what it is here (null: nothing is) and what the directory says; several values with 、 between. */
    readonly values: readonly {
      readonly field: string;
      readonly was: string | null;
      readonly becomes: string;
    }[];
  }[];
  readonly problems: readonly DirectoryProblem[];
  /** Why nothing at all was changed; null when it was, or in a dry run could be. */
  readonly stopped: { readonly code: string; readonly detail: string } | null;
  /** Names this very list of changes and problems. */
  readonly digest: string;
}
/** What came of reading: everything but what was done about it. */
type Told = Pick<DirectoryReport, 'changes' | 'problems' | 'digest'>;
interface Deps {
  readonly desk: Desk;
  readonly views: ReadModels;
  readonly directory: Directory;
  readonly config: Pick<NonNullable<SiteConfig['directory']>, 'mostGone' | 'people'>;
}

/**
 * Reads the directory and brings departments and people in line with it, all in one append, or only tells what it
 * would do. People whom it has no more are disabled, never deleted; departments never go. With `expected`, the digest of
 * a list that somebody looked at, nothing is done that does not stand in it. Throws LedgerUnavailable.
 */
export const syncDirectory = async (
  deps: Deps,
  by: By,
  dryRun: boolean,
  expected?: string,
): Promise<DirectoryReport> => {
  let content: DirectoryContent;
  try {
    content = await deps.directory.read();
  } catch (error) {
    if (!(error instanceof DirectoryUnreadable)) throw error;
    const why = { code: error.code, detail: error.message.slice(0, 300) };
    return stopped(deps, by, dryRun, why, { changes: [], problems: [], digest: '' });
  }
  const { mostGone, people } = deps.config;
  const plan = planDirectory(content, deps.views, { mostGone, newRoles: people?.newRoles ?? [] });
  const { problems } = plan;
  const changes = plan.changes.map((change) => shown(change, deps.views));
  const digest = digestOf(changes, problems);
  const told = { changes, problems, digest };
  if (plan.stop) return stopped(deps, by, dryRun, { code: plan.stop.code, detail: plan.stop.value }, told);
  if (expected !== undefined && expected !== digest)
    return stopped(deps, by, dryRun, { code: 'changed-meanwhile', detail: '' }, told);
  const ok = changes.length === 0 && problems.length === 0;
  if (dryRun) return { applied: false, ok, ...told, stopped: null };
  const counts = (what: 'department' | 'person', read: number) => {
    const of = (...does: readonly string[]) =>
      changes.filter((change) => change.what === what && does.includes(change.does)).length;
    return { read, registered: of('register'), changed: of('change'), gone: of('gone'), back: of('back') };
  };
  const payload = {
    departments: counts('department', content.departments?.length ?? 0),
    people: counts('person', content.people?.length ?? 0),
    problems: problems.length,
  };
  deps.desk.append(
    [
      ...plan.changes.map((change) => writeOf(deps.desk, change)),
      { stream: DIRECTORY_STREAM, events: [{ type: 'DirectorySynced', payload }] },
    ],
    by,
  );
  return { applied: true, ok, ...told, stopped: null };
};

const stopped = (
  { desk }: Deps,
  by: By,
  dryRun: boolean,
  why: PayloadOf<'DirectorySyncFailed'>,
  told: Told,
): DirectoryReport => {
  if (!dryRun)
    desk.append([{ stream: DIRECTORY_STREAM, events: [{ type: 'DirectorySyncFailed', payload: why }] }], by);
  return { applied: false, ok: false, ...told, stopped: why };
};

const digestOf = (...told: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(told)).digest('hex');

const shown = (change: Change, views: ReadModels): DirectoryReport['changes'][number] => {
  if (change.does === 'gone') {
    const { number: key } = change;
    const name = views.person(key)?.name ?? key;
    return { what: 'person', does: 'gone', key, name, fields: [], values: [] };
  }
  const { what, does, fields, to } = change;
  const key = change.what === 'department' ? change.to.code : change.to.number;
  const there: object | undefined = what === 'department' ? views.department(key) : views.person(key);
  const values = fields.map((field) => ({
    ...{ field, was: there ? valueIn(there, field) : null, becomes: valueIn(to, field) },
  }));
  return { what, does, key, name: to.name, fields, values };
};
/** The names of these fields are our own, never the directory’s. */
const valueIn = (row: object, field: string): string =>
  [(row as Readonly<Record<string, string | readonly string[]>>)[field] ?? []].flat().join('、');

const writeOf = (desk: Desk, change: Change) => {
  if (change.what === 'department') {
    const { code, ...to } = change.to;
    const type = change.does === 'register' ? 'Register' : 'Change';
    return {
      stream: `department:${code}` as const,
      events: decided(desk, department, code, [{ type, ...to }]),
    };
  }
  if (change.does === 'gone') {
    const { number } = change;
    return {
      stream: `person:${number}` as const,
      events: decided(desk, person, number, [{ type: 'LeaveDirectory' }]),
    };
  }
  const { to, dn, does } = change;
  const { number, ...details } = to;
  const commands: PersonCommand[] = [
    ...(does === 'register' ? [{ type: 'Register' as const, ...details }] : []),
    ...(does === 'back' ? [{ type: 'ReturnToDirectory' as const, dn }] : []),
    { type: 'FindInDirectory', dn },
    ...(does !== 'register' && change.fields.length > 0 ? [{ type: 'Change' as const, ...details }] : []),
  ];
  return { stream: `person:${number}` as const, events: decided(desk, person, number, commands) };
};
