import { z } from 'zod';
import { DIRECTORY_STREAM } from '../../commands/directory/sync.ts';
import {
  directoryReport,
  directoryView,
  type DirectorySettings,
  type DirectoryView,
} from '../contract/directory.ts';
import type { SiteConfig } from '../../config-schema.ts';
import type { ApiDeps } from '../http/deps.ts';
import { ProblemError } from '../http/problem.ts';
import { ok, route, type Route } from '../http/route.ts';

const query = z.strictObject({
  dryRun: z.enum(['true', 'false']).default('false'),
  /** `digest` of a dry run: anything else that the directory says by now is not done. */
  expect: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});

/** The directory that people and departments come from. */
export const directoryRoutes = ({ config, ledger, syncDirectory }: ApiDeps): Route[] => [
  route({
    ...{ method: 'get', path: '/directory', tag: 'directory', access: ['registrar', 'auditor'] },
    summary: 'Where people and departments come from, and the last time they did',
    answers: { status: 200, description: 'The directory', schema: directoryView },
    handler() {
      const { url = null, at = null } = config.directory ?? {};
      const settings = config.directory ? settingsOf(config.directory) : null;
      return ok({ url, at, settings, last: lastOf(ledger) } satisfies DirectoryView);
    },
  }),
  route({
    ...{ method: 'post', path: '/directory/sync', tag: 'directory', access: ['registrar'], query },
    summary:
      'Bring people and departments in line with the directory; ?dryRun=true only tells what would be done',
    answers: { status: 200, description: 'Every change and every problem', schema: directoryReport },
    async handler({ query: { dryRun, expect }, by }) {
      if (!syncDirectory) throw new ProblemError(409, 'no-directory');
      return ok(await syncDirectory(by, dryRun === 'true', expect));
    },
  }),
];

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
  const event = ledger.stream(DIRECTORY_STREAM).at(-1);
  if (event?.type !== 'DirectorySynced' && event?.type !== 'DirectorySyncFailed') return null;
  const { time: at, actor: by } = event;
  return event.type === 'DirectorySynced'
    ? { at, by, failed: null, done: event.payload }
    : { at, by, failed: event.payload, done: null };
};
