import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SerialPort } from 'serialport';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startNode } from '#tests/support/child.ts';
import { startSimulatedSite, type SimulatedSite } from '#tests/support/simulated-site.ts';

interface Finding {
  readonly about: string;
  readonly state: 'ok' | 'warning' | 'wrong';
  readonly found: string;
  readonly fix: string | null;
}

/** The cabinet as it was built. What is wrong with it comes from hands, and from a configuration that says otherwise. */
const BOARDS = [
  ...['healthy', 'moved', 'noisy', 'echoing', 'inverted', 'stuck'],
  ...['dark', 'unplugged', 'twin', 'short', 'taken'],
] as const;
const PRINTERS = ['paperless', 'open-lid', 'away'] as const;
const site = {
  site: { id: 'faulty', name: 'faulty' },
  devices: [
    ...BOARDS.map((id) => ({
      ...{ id, kind: 'lock-board/bcc8a', link: `serial:/dev/${id}?baud=9600` },
      ...{ feedback: 'closed_when_set', address: id === 'moved' ? 3 : 1 },
    })),
    ...PRINTERS.map((id, at) => ({ id, kind: 'printer/zpl', link: `tcp://127.0.0.1:${9100 + at}` })),
    { id: 'scanner', kind: 'scanner/serial', link: 'serial:/dev/scanner?baud=9600' },
  ],
  cabinets: [
    {
      ...{ id: 'A', name: 'A', stations: [{ id: 'front', name: 'front', flows: ['drop'] }] },
      compartments: BOARDS.flatMap((device, at) =>
        [1, 2].map((channel) => ({
          ...{ id: `${device}-${channel}`, number: 2 * at + channel, usage: 'pooled' },
          lock: { front: { device, channel } },
        })),
      ),
    },
  ],
};
const FAULTS: readonly (readonly [about: string, found: RegExp, fix: RegExp])[] = [
  [
    'moved',
    /no answer from address 1, but a board answers at address 3/,
    /"address": 3, or set the DIP switches to 1/,
  ],
  ['noisy', /makes no sense/, /check the baud rate/],
  ['echoing', /answers/, /set "echo": true/],
  ['inverted', /all 2 of its doors read open/, /write "feedback": "closed_when_set"/],
  [
    'stuck',
    /door 11 \(input 1\) of 2 read open/,
    /dead, loose or wrongly wired switch: .*--commission stuck --channel 1/,
  ],
  ['dark', /no answer from address 1/, /check its power, the wires A and B/],
  ['unplugged', /is not there/, /plug it in; present are/],
  [
    'twin',
    /second is silent at its address 2 .* both seem to answer at address 1/,
    /set the DIP switches of second to 2/,
  ],
  ['short', /has 24 channels, "channels" says 36/, /set "channels" to 24 or less/],
  ['taken', /[Ll]ock|busy/, /Another program holds the port/],
  ['paperless', /no-media/, /put in a new roll/],
  ['open-lid', /open/, /close its cover/],
  ['away', /offline.*ECONNREFUSED/, /check power, cable, network and address/],
  ['scanner', /\/dev\/docketbox-no-such-port is not there/, /plug it in/],
];

describe('the doctor at a cabinet with fourteen faults', () => {
  const dir = mkdtempSync(join(tmpdir(), 'docketbox-doctor-'));
  let sim: SimulatedSite;
  let holder: SerialPort;

  beforeAll(async () => {
    const file = join(dir, 'cabinet.json');
    writeFileSync(file, JSON.stringify(site));
    sim = await startSimulatedSite(dir, {
      config: file,
      change: ({ devices }) => {
        const edit = (id: string, change: object) =>
          Object.assign(devices.find((one) => one.id === id) ?? {}, change);
        edit('moved', { address: 1 });
        edit('inverted', { feedback: 'open_when_set' });
        edit('short', { channels: 36 });
        edit('scanner', { link: 'serial:/dev/docketbox-no-such-port?baud=9600' });
        edit('away', { link: 'tcp://127.0.0.1:1' });
        const twin = devices.find(({ id }) => id === 'twin');
        devices.push(Object.assign({ ...twin }, { id: 'second', address: 2, link: twin?.link ?? '' }));
      },
    });
    const fault = (device: string, named: object) => sim.do('setFault', { device, fault: named });
    const noise = { name: 'garbage', hex: 'fb f2 00 7e', where: 'instead' };
    await fault('noisy', noise);
    await fault('twin', noise);
    await fault('echoing', { name: 'echo' });
    await fault('dark', { name: 'silent', lose: 'request' });
    await sim.do('stickFeedback', { compartment: 'stuck-1', at: 'open' });
    await sim.do('pullCable', { device: 'unplugged' });
    await sim.do('removePaper', { device: 'paperless' });
    await sim.do('openHead', { device: 'open-lid' });
    const path = sim.devices.find(({ id }) => id === 'taken')?.path ?? '';
    holder = new SerialPort({ path, baudRate: 9600, autoOpen: false });
    await new Promise<void>((resolve, reject) => holder.open((error) => (error ? reject(error) : resolve())));
  });
  afterAll(async () => {
    await new Promise((resolve) => holder.close(resolve));
    await sim.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const run = async (...more: string[]): Promise<string> => {
    const child = startNode(['controller/cli/main.ts', 'doctor', '--config', sim.configFile, ...more]);
    expect(await child.ended, child.output()).toBe(1);
    return child.output();
  };

  test('names every one of them with its fix, for programs and for people, and opens nothing', async () => {
    const { ok, findings } = JSON.parse(await run('--json')) as { ok: boolean; findings: Finding[] };
    expect(ok).toBe(false);
    for (const [about, found, fix] of FAULTS)
      expect(findings, about).toContainEqual({
        ...{ about, state: expect.stringMatching(/wrong|warning/) as string },
        ...{ found: expect.stringMatching(found) as string, fix: expect.stringMatching(fix) as string },
      });
    const spoken = findings.filter(({ about, fix }) => about === 'healthy' && fix !== null);
    expect(spoken).toEqual([]);

    const lines = (await run()).split('\n');
    for (const [about, found, fix] of FAULTS) {
      const at = lines.findIndex(
        (line) => new RegExp(`^(WRONG|warning) +${about} `).test(line) && found.test(line),
      );
      expect(lines.slice(at, at + 2), about).toEqual([
        expect.stringMatching(found),
        expect.stringMatching(new RegExp(`^ +→ .*${fix.source}`)),
      ]);
    }
    const { moves } = await sim.history();
    // The stuck switch is the only thing that ever changed its mind.
    expect(moves).toMatchObject([{ compartment: 'stuck-1', what: 'says-open' }]);
  });
});
