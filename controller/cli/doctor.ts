import { resolve } from 'node:path';
import { openLink } from '#drivers/links/open-link.ts';
import { zplPrinter } from '#label-printer/printers/zpl-printer.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { loadConfig } from '../config.ts';
import type { DeviceConfig, SiteConfig } from '../config-schema.ts';
import { probeDevice } from '../devices/probe-device.ts';
import { EXIT, type Command } from './command.ts';
import { ok, tableOf, wrong, type Finding } from './doctor/finding.ts';
import { dataFindings, programFindings } from './doctor/house.ts';
import { clockFindings, diskFinding, nodeFinding, portFindings, type Machine } from './doctor/machine.ts';
import { thisMachine } from './doctor/this-machine.ts';

/** `docketbox doctor`: looks at everything a site needs and says what to mend. Opens no lock, changes nothing. */
export const doctor: Command = {
  name: 'doctor',
  summary: 'Looks at the machine, the configuration and every device, and says what to mend.',
  flags: [
    { name: 'config', value: 'FILE', required: true, help: 'the site configuration' },
    { name: 'data', value: 'DIR', help: 'the data directory, to look at it too' },
  ],
  notes: [
    'Devices are asked over their own lines: stop the controller first, or those lines are reported as taken.',
    'No lock is opened. Exit code 1 when anything is wrong; warnings alone end with 0.',
  ],
  async run(input, console) {
    const data = input.optional('data');
    const findings = await examine(
      thisMachine(),
      input.value('config'),
      data === undefined ? null : resolve(data),
    );
    const count = (state: Finding['state']) => findings.filter((finding) => finding.state === state).length;
    if (input.json) console.out(JSON.stringify({ ok: count('wrong') === 0, findings }));
    else {
      for (const line of tableOf(findings)) console.out(line);
      console.out(`${count('wrong')} wrong, ${count('warning')} warnings, ${count('ok')} in order`);
    }
    return count('wrong') === 0 ? EXIT.done : EXIT.foundWrong;
  },
};

const examine = async (machine: Machine, configPath: string, dataDir: string | null): Promise<Finding[]> => {
  const loaded = await loadConfig(configPath);
  const config = loaded.ok ? loaded.config : null;
  const configuration = loaded.ok
    ? [ok('configuration', `${configPath}: ${loaded.config.devices.length} devices`)]
    : loaded.problems.map(({ path, line, column, value, fix }) =>
        wrong('configuration', `${configPath}:${line}:${column} ${path} = ${value}`, fix),
      );
  return [
    nodeFinding(machine),
    ...configuration,
    ...clockFindings(machine, config?.site.timeZone ?? null),
    diskFinding(machine, dataDir ?? process.cwd()),
    ...(dataDir === null ? [] : dataFindings(dataDir)),
    ...(await programFindings()),
    ...(config ? await deviceFindings(machine, config) : []),
  ];
};

/** One device after the other: several may share a line. */
const deviceFindings = async (machine: Machine, { devices }: SiteConfig): Promise<Finding[]> => {
  const findings: Finding[] = [];
  for (const device of devices) {
    const port = portFindings(machine, device.id, device.link);
    findings.push(...port);
    if (port.every(({ state }) => state !== 'wrong')) findings.push(await asked(device));
  }
  return findings;
};

const asked = async (device: DeviceConfig): Promise<Finding> => {
  const about = device.id;
  if (device.kind !== 'printer/zpl') {
    const { ok: well, what, fix } = await probeDevice(device, systemClock);
    return well
      ? { ...ok(about, what), fix }
      : wrong(about, what, fix ?? 'check its power, cable and settings');
  }
  const made = openLink(device.link, systemClock);
  if (!made.ok) return wrong(about, `${made.path} is ${made.value}`, made.fix);
  const { condition, detail } = await zplPrinter(made.opener, systemClock).status();
  if (condition === 'connected' || condition === 'printing')
    return ok(about, `${condition}, stock ${device.stock}, ${device.dpi} dpi`);
  return wrong(about, detail ?? condition, 'check power, network, paper and cover; it must answer ~HS');
};
