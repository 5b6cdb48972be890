import { resolve } from 'node:path';
import { systemClock } from '../adapters/system-clock.ts';
import { loadConfig } from '../config.ts';
import { EXIT, type Command } from './command.ts';
import { examineDevices } from './doctor/devices.ts';
import { findBoards } from './doctor/find.ts';
import { ok, tableOf, wrong, type Finding } from './doctor/finding.ts';
import { dataFindings, programFindings } from './doctor/house.ts';
import { clockFindings, diskFinding, nodeFinding, type Machine } from './doctor/machine.ts';
import { portList } from './doctor/ports.ts';
import { thisMachine } from './doctor/this-machine.ts';

/** `docketbox doctor`: looks at everything a site needs and says what to mend. Opens no lock, changes nothing. */
export const doctor: Command = {
  name: 'doctor',
  summary: 'Looks at the machine, the configuration and every device, and says what to mend.',
  flags: [
    { name: 'config', value: 'FILE', required: true, help: 'the site configuration' },
    { name: 'data', value: 'DIR', help: 'the data directory, to look at it too' },
    { name: 'find', help: 'ask on free serial ports too for boards that do not answer' },
  ],
  notes: [
    'Devices are asked over their own lines: stop the controller first, or those lines are reported as taken.',
    'No lock is opened. Exit code 1 when anything is wrong; warnings alone end with 0.',
  ],
  async run(input, console) {
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
    ...(dataDir === null ? [] : dataFindings(dataDir)),
    ...(await programFindings()),
    ...portList(machine, config?.devices ?? []),
    ...examined.flatMap(({ findings }) => findings),
    ...(find ? await findBoards(machine, examined, systemClock) : []),
  ];
};
