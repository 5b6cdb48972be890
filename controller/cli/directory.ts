import { ldapDirectory } from '../adapters/ldap-directory.ts';
import { DIRECTORY_ACTOR, syncDirectory } from '../commands/directory/sync.ts';
import { appliedSyncs, planUndo, undoSync } from '../commands/directory/undo.ts';
import { CommandFailed, EXIT, UsageError, type Command, type Console, type Input } from './command.ts';
import { withSite, withSiteAsync } from './open-site.ts';
import { siteOf } from './site.ts';

/** `docketbox directory sync|syncs|undo`: people and departments from LDAP. */
export const directory: Command = {
  name: 'directory',
  summary:
    'Brings people and departments in line with the LDAP directory of the configuration, or undoes that.',
  operands: ['sync|syncs|undo'],
  flags: [
    { name: 'config', value: 'FILE', help: 'the site configuration; sync needs it' },
    { name: 'data', value: 'DIR', required: true, help: 'the data directory of the site' },
    { name: 'dry-run', help: 'only tell what would be done; change nothing' },
    { name: 'sync', value: 'N', help: 'undo: which one, by the number that `directory syncs` lists' },
    { name: 'reason', value: 'TEXT', help: 'undo: why; it is recorded' },
  ],
  notes: [
    'The controller must be stopped; while it runs, POST /api/v1/directory/sync does the same.',
    'The password comes from the environment variable that directory.bind.passwordEnv names.',
    'A sync is undone once. What was changed since is listed and left; no sync follows by itself until one is asked for.',
  ],
  run(input, console) {
    const [what = ''] = input.operands;
    const ways = { sync, syncs, undo };
    if (!Object.hasOwn(ways, what)) throw new UsageError(`${what}: say sync, syncs or undo`);
    return ways[what as keyof typeof ways](input, console);
  },
};
type Way = Command['run'];

const sync: Way = async (input, console) => {
  const file = input.optional('config');
  if (file === undefined) throw new UsageError('--config FILE is missing: the directory stands in it');
  const config = (await siteOf(file)).directory;
  if (!config) throw new CommandFailed('the configuration has no "directory": see docs/oa-integration.md');
  const dryRun = input.on('dry-run');
  const report = await withSiteAsync(input.value('data'), (site) => {
    const by = { actor: DIRECTORY_ACTOR, station: null, cause: site.entropy.id() };
    return syncDirectory({ ...site, config, directory: ldapDirectory(config, process.env) }, by, dryRun);
  });
  if (input.json) console.out(JSON.stringify(report));
  else {
    const fieldsOf = (fields: readonly string[]) => (fields.length > 0 ? ` (${fields.join(', ')})` : '');
    for (const { what: sort, does, key, fields } of report.changes)
      console.out(`${does} ${sort} ${key}${fieldsOf(fields)}`);
    for (const { dn, code, value } of report.problems)
      console.out(`problem: ${code} = ${JSON.stringify(value)}${dn === '' ? '' : ` — ${dn}`}`);
    const { stopped } = report;
    if (stopped) console.out(`nothing was changed: ${stopped.code}: ${stopped.detail}`);
    else
      console.out(
        `${report.changes.length} changes ${dryRun ? 'would be made' : 'made'}, ${report.problems.length} problems`,
      );
  }
  return report.stopped || report.problems.length > 0 ? EXIT.foundWrong : EXIT.done;
};

const syncs: Way = (input, console) => {
  const found = withSite(input.value('data'), ({ ledger }) => appliedSyncs(ledger))
    .filter(({ changed }) => changed)
    .map(({ synced: { sequence, time, actor, payload }, undone }) => ({
      ...{ sync: sequence, at: time, by: actor, departments: payload.departments, people: payload.people },
      undone: undone && { at: undone.time, by: undone.actor, reason: undone.payload.reason },
    }));
  if (input.json) console.out(JSON.stringify(found));
  else
    for (const { sync: number, at, by, undone } of found)
      console.out(
        `${number} ${at} ${by}${undone ? ` (undone ${undone.at} ${undone.by}: ${undone.reason})` : ''}`,
      );
  return Promise.resolve(EXIT.done);
};

const undo: Way = (input, console) => {
  const [number, dryRun] = [Number(input.optional('sync')), input.on('dry-run')];
  if (!Number.isSafeInteger(number) || number < 1)
    throw new UsageError('--sync N is missing: `docketbox directory syncs` lists them');
  const reason = reasonIn(input, dryRun);
  const outcome = withSite(input.value('data'), (site) => {
    const by = { actor: DIRECTORY_ACTOR, station: null, cause: site.entropy.id() };
    return dryRun ? planUndo(site, number) : undoSync(site, { sync: number, reason }, by);
  });
  if (!outcome.ok) throw new CommandFailed(`sync ${number}: ${outcome.refusal.code}`);
  tell(outcome.value, dryRun, input.json, console);
  return Promise.resolve(EXIT.done);
};

const reasonIn = (input: Input, dryRun: boolean): string => {
  const reason = input.optional('reason')?.trim() ?? '';
  if ((reason === '' && !dryRun) || reason.length > 200)
    throw new UsageError('--reason TEXT is missing, or longer than 200 characters');
  return reason;
};

type Undoing = Extract<ReturnType<typeof planUndo>, { ok: true }>['value'];
const tell = (
  { departments, people, left }: Undoing,
  dryRun: boolean,
  json: boolean,
  console: Console,
): void => {
  const moved = [
    ...departments.map((one) => ({ what: 'department', ...one })),
    ...people.map((one) => ({ what: 'person', ...one })),
  ].map(({ what, key, name, does, values }) => ({ what, key, name, does, values }));
  if (json) return console.out(JSON.stringify({ applied: !dryRun, changes: moved, left }));
  for (const { what, key, does, values } of moved)
    console.out(
      `${does} ${what} ${key}${values.map(({ field, was, becomes }) => ` ${field}: ${was} → ${becomes}`).join(';')}`,
    );
  for (const { key, code, field, value } of left)
    console.out(
      `left: ${key} ${code}${field === null ? '' : ` ${field}`}${value === '' ? '' : ` = ${JSON.stringify(value)}`}`,
    );
  console.out(`${moved.length} ${dryRun ? 'would be put back' : 'put back'}, ${left.length} left`);
};
