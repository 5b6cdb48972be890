import { z } from 'zod';
import { DIRECTORY_STREAM } from '../../commands/directory/sync.ts';
import { appliedSyncs, isHeld, planUndo, undoSync, type Undoing } from '../../commands/directory/undo.ts';
import {
  directoryReport,
  directoryUndo,
  directoryView,
  undoOrder,
  type DirectorySettings,
  type DirectoryUndoView,
  type DirectoryView,
} from '../contract/directory.ts';
import type { SiteConfig } from '../../config-schema.ts';
import type { ApiDeps } from '../http/deps.ts';
import { ProblemError } from '../http/problem.ts';
import { ok, route, type Route } from '../http/route.ts';
import { valueOf } from './listing.ts';

const query = z.strictObject({
  dryRun: z.enum(['true', 'false']).default('false'),
  /** `digest` of a dry run: anything else that the directory says by now is not done. */
  expect: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});

/** The directory that people and departments come from. */
export const directoryRoutes = (deps: ApiDeps): Route[] => [
  route({
    ...{ method: 'get', path: '/directory', tag: 'directory', access: ['registrar', 'auditor'] },
    summary: 'Where people and departments come from, and the last time they did',
    answers: { status: 200, description: 'The directory', schema: directoryView },
    handler() {
      const { config, ledger } = deps;
      const { url = null, at = null } = config.directory ?? {};
      const settings = config.directory ? settingsOf(config.directory) : null;
      const undoable = { held: isHeld(ledger), syncs: syncsOf(ledger) };
      return ok({ url, at, settings, last: lastOf(ledger), ...undoable } satisfies DirectoryView);
    },
  }),
  route({
    ...{ method: 'post', path: '/directory/sync', tag: 'directory', access: ['registrar'], query },
    summary:
      'Bring people and departments in line with the directory; ?dryRun=true only tells what would be done',
    answers: { status: 200, description: 'Every change and every problem', schema: directoryReport },
    async handler({ query: { dryRun, expect }, by }) {
      if (!deps.syncDirectory) throw new ProblemError(409, 'no-directory');
      return ok(await deps.syncDirectory(by, dryRun === 'true', expect));
    },
  }),
  route({
    ...{ method: 'get', path: '/directory/syncs/:sync', tag: 'directory', access: ['registrar', 'auditor'] },
    summary: 'What undoing a sync would put back, and what it would leave because it was changed since',
    answers: { status: 200, description: 'Every change and everything left', schema: directoryUndo },
    handler: ({ params }) => ok(undoViewOf(valueOf(planUndo(deps, syncIn(params))), false)),
  }),
  route({
    ...{ method: 'post', path: '/directory/syncs/:sync/undo', tag: 'directory', access: ['registrar'] },
    summary: 'Undo a sync, once: everything as it was before, except what was changed since',
    body: undoOrder,
    answers: { status: 200, description: 'Every change and everything left', schema: directoryUndo },
    handler({ params, body: { reason }, by, remember }) {
      const sync = syncIn(params);
      const planned = valueOf(planUndo(deps, sync));
      const answer = () => ok(undoViewOf(planned, true));
      valueOf(undoSync(deps, { sync, reason }, by, remember(answer)));
      return answer();
    },
  }),
];

/** Anything but a sequence names no sync. */
const syncIn = ({ sync = '' }: Readonly<Record<string, string>>): number =>
  /^[1-9]\d{0,15}$/.test(sync) ? Number(sync) : 0;

const undoViewOf = ({ sync, departments, people, left }: Undoing, applied: boolean): DirectoryUndoView => {
  const viewOf = <What extends 'department' | 'person'>(
    what: What,
    { key, name, does, values }: Undoing['departments' | 'people'][number],
  ) => ({ what, does, key, name, values: [...values] });
  return {
    ...{ sync, applied, left: [...left] },
    changes: [
      ...departments.map((one) => viewOf('department', one)),
      ...people.map((one) => viewOf('person', one)),
    ],
  };
};

const SYNCS_SHOWN = 20;
const syncsOf = (ledger: ApiDeps['ledger']): DirectoryView['syncs'] =>
  appliedSyncs(ledger)
    .filter(({ changed }) => changed)
    .slice(0, SYNCS_SHOWN)
    .map(({ synced: { sequence: sync, time: at, actor: by, payload }, undone }) => ({
      ...{ sync, at, by, departments: payload.departments, people: payload.people },
      undone: undone && {
        ...{ at: undone.time, by: undone.actor },
        ...{ reason: undone.payload.reason, left: undone.payload.left },
      },
    }));

const settingsOf = (config: NonNullable<SiteConfig['directory']>): DirectorySettings => {
  const { startTls, caFile, bind, mostGone, departments, people } = config;
  return {
    ...{ startTls, ownCertificates: caFile !== undefined, bind: bind?.dn ?? null, mostGone },
    departments: departments && { ...departments, attributes: given(departments.attributes) },
    people: people && { ...people, attributes: given(people.attributes), roles: people.roles ?? null },
  };
};
const given = (attributes: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(attributes).flatMap(([name, of]) => (of === undefined ? [] : [[name, of]])),
  );

const lastOf = (ledger: ApiDeps['ledger']): DirectoryView['last'] => {
  const event = ledger.stream(DIRECTORY_STREAM).findLast(({ type }) => type !== 'DirectorySyncUndone');
  if (event?.type !== 'DirectorySynced' && event?.type !== 'DirectorySyncFailed') return null;
  const { time: at, actor: by } = event;
  return event.type === 'DirectorySynced'
    ? { at, by, failed: null, done: event.payload }
    : { at, by, failed: event.payload, done: null };
};
