import { ldapDirectory } from '../adapters/ldap-directory.ts';
import { DIRECTORY_ACTOR, syncDirectory } from '../commands/directory/sync.ts';
import { CommandFailed, EXIT, UsageError, type Command } from './command.ts';
import { withSiteAsync } from './open-site.ts';
import { siteOf } from './site.ts';

/** `docketbox directory sync`: people and departments from LDAP. */
export const directory: Command = {
  name: 'directory',
  summary: 'Brings people and departments in line with the LDAP directory of the configuration.',
  operands: ['sync'],
  flags: [
    { name: 'config', value: 'FILE', required: true, help: 'the site configuration' },
    { name: 'data', value: 'DIR', required: true, help: 'the data directory of the site' },
    { name: 'dry-run', help: 'only tell what would be done; change nothing' },
  ],
  notes: [
    'The controller must be stopped; while it runs, POST /api/v1/directory/sync does the same.',
    'The password comes from the environment variable that directory.bind.passwordEnv names.',
  ],
  async run(input, console) {
    const [what = ''] = input.operands;
    if (what !== 'sync') throw new UsageError(`${what}: the directory can be asked to sync`);
    const config = (await siteOf(input.value('config'))).directory;
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
  },
};
