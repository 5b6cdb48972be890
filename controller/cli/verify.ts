import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { verifyExport } from '../ledger/export.ts';
import { verifyLedger } from '../ledger/verify.ts';
import { siteDataDir } from './data-dir.ts';
import { unreadable } from './file-words.ts';
import { checkpointIn } from './verify/checkpoint.ts';
import {
  CommandFailed,
  EXIT,
  UsageError,
  type Command,
  type Console,
  type ExitCode,
  type Input,
} from './command.ts';

/** `docketbox verify`: recomputes the whole Merkle log of a data directory. */
export const verify: Command = {
  name: 'verify',
  summary: 'Recomputes the ledger of a site from its first event and reports every edit.',
  flags: [
    { name: 'data', value: 'DIR', help: 'the data directory of the site' },
    { name: 'export', value: 'FILE', help: 'instead: a file that `docketbox export ledger` wrote' },
    {
      name: 'known',
      value: 'SIZE:ROOT',
      help: 'size and root as printed on a receipt: must be a beginning of it',
    },
    {
      name: 'checkpoint',
      value: 'FILE',
      help: 'a signed checkpoint that left the machine: must be a beginning of it',
    },
    {
      name: 'key',
      value: 'FILE',
      help: 'public key of the checkpoint; left out: that of the data directory',
    },
  ],
  notes: ['Changes nothing, and may run while the controller does. Exit code 1 when anything is found.'],
  async run(input, console) {
    const exported = input.optional('export');
    const file = input.optional('checkpoint');
    if (exported !== undefined && file !== undefined)
      throw new UsageError('--checkpoint goes with --data DIR, not with --export');
    if (exported !== undefined) return verifyExported(exported, input, console);
    if (input.optional('data') === undefined) throw new UsageError('--data DIR is missing, or --export FILE');
    const known = input.optional('known');
    const knownRoots = known === undefined ? [] : [knownRoot(known)];
    const dataDir = siteDataDir(input.value('data'), 'read');
    const checkpoint = file === undefined ? null : checkpointIn(file, dataDir, input.optional('key'));
    const roots = [...knownRoots, ...(checkpoint ? [checkpoint] : [])];
    const report = reportOf(dataDir, { known: roots });
    if (input.json) console.out(JSON.stringify({ ...report, ...(checkpoint ? { checkpoint } : {}) }));
    else {
      if (checkpoint && report.findings.length === 0)
        console.out(
          `${file}: a checkpoint of ${checkpoint.origin}, the first ${checkpoint.size} events are those`,
        );
      for (const { code, sequence, detail } of report.findings)
        console.out(`${sequence === null ? 'ledger' : `event ${sequence}`}: ${code}: ${detail}`);
      console.out(verdictOf(report));
    }
    return report.findings.length === 0 ? EXIT.done : EXIT.foundWrong;
  },
};

const verifyExported = async (file: string, input: Input, console: Console): Promise<ExitCode> => {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  const report = await verifyExport(lines).catch((error: unknown) => {
    throw unreadable(file, error);
  });
  if (input.json) console.out(JSON.stringify(report));
  else {
    for (const { sequence, detail } of report.findings) console.out(`event ${sequence}: ${detail}`);
    console.out(verdictOf(report));
  }
  return report.findings.length === 0 ? EXIT.done : EXIT.foundWrong;
};

const verdictOf = ({
  size,
  root,
  findings,
}: {
  readonly size: number;
  readonly root: string | null;
  readonly findings: readonly unknown[];
}): string =>
  `${size} events, root ${root ?? 'unknown'}: ${findings.length === 0 ? 'nothing was changed' : counted(findings.length)}`;
const counted = (count: number): string => `${count} ${count === 1 ? 'finding' : 'findings'}`;

const knownRoot = (text: string): { size: number; root: string } => {
  const [, size = '', root = ''] = /^(\d{1,15}):([0-9a-fA-F]{64})$/.exec(text) ?? [];
  if (root === '')
    throw new UsageError(`--known ${text}: write SIZE:ROOT, the root as 64 hexadecimal digits`);
  return { size: Number(size), root: root.toLowerCase() };
};

const reportOf = (dataDir: string, options: Parameters<typeof verifyLedger>[1]) => {
  try {
    return verifyLedger(dataDir, options);
  } catch (error) {
    throw new CommandFailed(error instanceof Error ? error.message : String(error));
  }
};
