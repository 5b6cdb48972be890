import { readFile } from 'node:fs/promises';
import { importList, type ImportKind } from '../commands/import-list.ts';
import { EXIT, UsageError, type Command } from './command.ts';
import { unreadable } from './file-words.ts';
import { withSite } from './open-site.ts';
import { fileThread } from '../adapters/threads/file-thread.ts';
import { systemClock } from '../adapters/system-clock.ts';

const KINDS: readonly ImportKind[] = ['departments', 'people', 'documents'];

/** `docketbox import`: lists into the ledger, whole or not at all. */
export const importCommand: Command = {
  name: 'import',
  summary:
    'Imports departments, people or documents from a CSV file or an Excel workbook: every row, or none.',
  operands: ['departments|people|documents', 'FILE.csv'],
  flags: [
    { name: 'data', value: 'DIR', required: true, help: 'the data directory of the site' },
    { name: 'dry-run', help: 'only list what is wrong; change nothing' },
    { name: 'good-rows', help: 'register the rows with which nothing is wrong, though others have problems' },
  ],
  notes: [
    'The controller must be stopped. .csv (UTF-8 or GB18030) or .xlsx; the columns are in docs/configuration.md.',
    'Rows that say what the site has already change nothing: the same file can be imported again.',
    'Classified rows are refused and reported by their row number alone.',
  ],
  async run(input, console) {
    const [what = '', file = ''] = input.operands;
    const kind = KINDS.find((known) => known === what);
    if (!kind) throw new UsageError(`${what}: import one of ${KINDS.join(', ')}`);
    const bytes = await readFile(file).catch((error: unknown) => {
      throw unreadable(file, error);
    });
    const dryRun = input.on('dry-run');
    const reader = fileThread(systemClock);
    const read = await reader.table(bytes);
    const report = withSite(input.value('data'), (site) => {
      const by = { actor: 'system', station: null, cause: site.entropy.id() };
      return importList(site, kind, read, { by, dryRun, goodRows: input.on('good-rows') });
    });
    if (input.json) console.out(JSON.stringify(report));
    else {
      for (const { row, column, value, fix } of report.problems) {
        const place = [row > 0 ? `row ${row}` : '', column].filter(Boolean).join(', ');
        console.out(
          `${[file, place].filter(Boolean).join(': ')}${value === null ? '' : ` = ${JSON.stringify(value)}`} — ${fix}`,
        );
      }
      const done = report.imported ? 'imported' : report.ok ? 'would be imported' : 'nothing was imported';
      const counts = [
        ...(report.ok
          ? []
          : [`${report.problems.length} ${report.problems.length === 1 ? 'problem' : 'problems'}`]),
        ...(report.ok || report.imported ? [`${report.rows} ${kind} ${done}`] : [done]),
        ...(report.unchanged > 0 ? [`${report.unchanged} there already`] : []),
      ];
      console.out(counts.join(': ').replace(/: (\d+ there)/, ', $1'));
    }
    return report.ok ? EXIT.done : EXIT.foundWrong;
  },
};
