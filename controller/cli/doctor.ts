import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { systemClock } from '../adapters/system-clock.ts';
import { describeProblems, loadConfig } from '../config.ts';
import {
  CommandFailed,
  EXIT,
  UsageError,
  wholeNumber,
  type Command,
  type Console,
  type ExitCode,
  type Input,
} from './command.ts';
import { commission } from './doctor/commission.ts';
import { examineDevices } from './doctor/devices.ts';
import { findBoards } from './doctor/find.ts';
import { ok, tableOf, wrong, type Finding } from './doctor/finding.ts';
import { holdData } from './doctor/hold-data.ts';
import { dataFindings, programFindings } from './doctor/house.ts';
import { clockFindings, diskFinding, nodeFinding, type Machine } from './doctor/machine.ts';
import { portList } from './doctor/ports.ts';
import { runTap } from './doctor/run-tap.ts';
import { thisMachine } from './doctor/this-machine.ts';
import { twinFindings } from './doctor/twins.ts';

/** `docketbox doctor`: looks at everything a site needs and says what to mend. Opens no lock, changes nothing. */
export const doctor: Command = {
  name: 'doctor',
  summary: 'Looks at the machine, the configuration and every device, and says what to mend.',
  flags: [
    { name: 'config', value: 'FILE', required: true, help: 'the site configuration' },
    { name: 'data', value: 'DIR', help: 'the data directory, to look at it too' },
    { name: 'find', help: 'ask on free serial ports too for boards that do not answer' },
    {
      name: 'commission',
      value: 'BOARD',
      help: 'open, read, close, read: how are its locks and switches wired?',
    },
    { name: 'channel', value: 'N', help: 'commission this terminal only' },
    { name: 'yes', help: 'doors will open: needed with --commission' },
    {
      name: 'tap',
      value: 'READER',
      help: 'hold a known card to this card reader: how does it write numbers?',
    },
    {
      name: 'number',
      value: 'NUMBER',
      repeatable: true,
      help: 'with --tap: what is printed on that card; again for another card, when one does not settle it',
    },
  ],
  notes: [
    'Devices are asked over their own lines: stop the controller first, or those lines are reported as taken.',
    'No lock is opened without --commission. Exit code 1 when anything is wrong; warnings alone end with 0.',
    '--commission asks on standard input (closed, open, a number, none, stop) and sends one pulse a terminal, each',
    'only after "open". With --data it makes sure that no controller is running. Nothing is written to the ledger:',
    'on a running site use the devices page instead.',
    '--tap asks for one card after the other until one "format" and "byteOrder" is left, at most a minute each.',
    'Write the number by hand as it stands on the card, or its UID: 0040856634, 07302202, 111,27706, 04:A1:B2:C3.',
    "With --tap exit code 0 means found; of a serial reader, that every number is its card's.",
  ],
  async run(input, console) {
    if (input.optional('tap') !== undefined || input.all('number').length > 0)
      return await runTap(input, console);
    if (input.optional('commission') !== undefined) return await runCommission(input, console);
    const data = input.optional('data');
    const findings = await examine(thisMachine(), {
      configPath: input.value('config'),
      dataDir: data === undefined ? null : resolve(data),
      find: input.on('find'),
    });
    const count = (state: Finding['state']) => findings.filter((finding) => finding.state === state).length;
    if (input.json) console.out(JSON.stringify({ ok: count('wrong') === 0, findings }));
    else {
      for (const line of tableOf(findings)) console.out(line);
      console.out(`${count('wrong')} wrong, ${count('warning')} warnings, ${count('ok')} in order`);
    }
    return count('wrong') === 0 ? EXIT.done : EXIT.foundWrong;
  },
};

const runCommission = async (input: Input, console: Console): Promise<ExitCode> => {
  const board = input.value('commission');
  const channel = input.optional('channel');
  const terminal = channel === undefined ? null : wholeNumber('channel', channel, [1, 50]);
  if (!input.on('yes'))
    throw new UsageError(
      `--commission ${board} opens doors, outside the ledger: add --yes when that is all right`,
    );
  const loaded = await loadConfig(input.value('config'));
  if (!loaded.ok) throw new CommandFailed(describeProblems(loaded));
  const release = holdData(input.optional('data'));
  const keyboard = createInterface({ input: process.stdin });
  const lines = keyboard[Symbol.asyncIterator]();
  try {
    const ask = async (question: string): Promise<string | null> => {
      console.err(question);
      const { value, done } = await lines.next();
      return done === true ? null : value;
    };
    const { findings, changes } = await commission(
      { config: loaded.config, clock: systemClock, ask },
      board,
      terminal,
    );
    const well = findings.every(({ state }) => state === 'ok');
    if (input.json) console.out(JSON.stringify({ ok: well, findings, changes }));
    else {
      for (const line of tableOf(findings)) console.out(line);
      if (changes.length > 0) console.out(`In ${loaded.source}, at device ${board}, write:`);
      for (const line of changes) console.out(`  ${line},`);
    }
    return well ? EXIT.done : EXIT.foundWrong;
  } finally {
    keyboard.close();
    release();
  }
};

interface Wanted {
  readonly configPath: string;
  readonly dataDir: string | null;
  readonly find: boolean;
}
const examine = async (machine: Machine, { configPath, dataDir, find }: Wanted): Promise<Finding[]> => {
  const loaded = await loadConfig(configPath);
  const config = loaded.ok ? loaded.config : null;
  const configuration = loaded.ok
    ? [ok('configuration', `${configPath}: ${loaded.config.devices.length} devices`)]
    : loaded.problems.map(({ path, line, column, value, fix }) =>
        wrong('configuration', `${configPath}:${line}:${column} ${path} = ${value}`, fix),
      );
  const examined = config ? await examineDevices(machine, config, systemClock) : [];
  return [
    nodeFinding(machine),
    ...configuration,
    ...clockFindings(machine, config?.site.timeZone ?? null),
    diskFinding(machine, dataDir ?? process.cwd()),
    ...(dataDir === null ? [] : dataFindings(dataDir, machine.now)),
    ...(await programFindings()),
    ...portList(machine, config?.devices ?? []),
    ...examined.flatMap(({ findings }) => findings),
    ...twinFindings(config?.devices ?? []),
    ...(find ? await findBoards(machine, examined, systemClock) : []),
  ];
};
