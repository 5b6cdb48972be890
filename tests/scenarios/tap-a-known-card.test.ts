import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startNode, type Child } from '#tests/support/child.ts';
import { startSimulatedSite, type SimulatedSite } from '#tests/support/simulated-site.ts';
import { until } from '#tests/support/until.ts';

/** The readers as they are; what the configuration of the controller says of `keys` is wrong. */
const site = {
  site: { id: 'bench', name: 'bench' },
  devices: [
    {
      ...{ id: 'board', kind: 'lock-board/bcc8a', link: 'serial:/dev/ttyS1?baud=9600' },
      feedback: 'closed_when_set',
    },
    {
      ...{ id: 'keys', kind: 'card-reader/hid', link: 'hid:ffff:0035' },
      ...{ format: '8H10D', byteOrder: 'lsb-first' },
    },
    { id: 'em', kind: 'card-reader/serial-em', link: 'serial:/dev/ttyS2?baud=9600' },
  ],
  cabinets: [
    {
      ...{
        id: 'A',
        name: 'A',
        stations: [{ id: 'front', name: 'front', flows: ['drop'], cardReader: 'keys' }],
      },
      compartments: [
        { id: 'A01', number: 1, usage: 'pooled', lock: { front: { device: 'board', channel: 1 } } },
      ],
    },
  ],
};

describe('a technician at a terminal, who taps known cards', () => {
  const dir = mkdtempSync(join(tmpdir(), 'docketbox-tap-'));
  let sim: SimulatedSite;
  let child: Child;
  beforeAll(async () => {
    const file = join(dir, 'cabinet.json');
    writeFileSync(file, JSON.stringify(site));
    sim = await startSimulatedSite(dir, {
      config: file,
      change: ({ devices }) =>
        Object.assign(devices.find(({ id }) => id === 'keys') ?? {}, {
          ...{ format: 'hex', byteOrder: 'msb-first' },
        }),
    });
  });
  afterAll(async () => {
    await child.end('SIGKILL');
    await sim.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const doctor = (reader: string, numbers: readonly string[], ...more: string[]): void => {
    const cards = numbers.flatMap((number) => ['--number', number]);
    const args = ['doctor', '--config', sim.configFile, '--tap', reader, ...cards, ...more];
    child = startNode(['controller/cli/main.ts', ...args]);
  };
  const asked = (card: string) =>
    until(`asked for ${card}`, () => child.output().includes(`hold card ${card} to it now`));
  const hold = async (card: string, device: string, uid: string): Promise<void> => {
    await asked(card);
    await sim.do('swipe', { device, uid });
  };
  const json = async (code: number) => {
    expect(await child.ended, child.output()).toBe(code);
    const line = child
      .output()
      .split('\n')
      .find((one) => one.startsWith('{'));
    return JSON.parse(line ?? '') as { ok: boolean; findings: { found: string; fix: string | null }[] };
  };

  test('gets the two lines to write', async () => {
    doctor('keys', ['04:A1:B2:C3']);
    await hold('04:A1:B2:C3', 'keys', '04A1B2C3');
    expect(await child.ended, child.output()).toBe(0);
    expect(child.output().split('\n')).toEqual(
      expect.arrayContaining([
        'ok       keys  typed 3283263748: it writes 8H10D lsb-first; the configuration says hex msb-first',
        `In ${sim.configFile}, at device keys, write:`,
        '  "format": "8H10D",',
        '  "byteOrder": "lsb-first",',
      ]),
    );
  });

  test('is asked for a second card when the first one reads the same both ways', async () => {
    doctor('keys', ['04:A1:A1:04', '04:A1:B2:C3'], '--json');
    await hold('04:A1:A1:04', 'keys', '04A1A104');
    await hold('04:A1:B2:C3', 'keys', '04A1B2C3');
    expect(await json(0)).toMatchObject({
      ...{ ok: true, reader: 'keys', profiles: [{ format: '8H10D', byteOrder: 'lsb-first' }] },
      changes: ['"format": "8H10D"', '"byteOrder": "lsb-first"'],
      taps: [
        { known: '04:A1:A1:04', typed: '0077701380' },
        { known: '04:A1:B2:C3', typed: '3283263748' },
      ],
    });
  });

  test('without a second card gets all that fit, and nothing to write', async () => {
    doctor('keys', ['04:A1:A1:04'], '--json');
    await hold('04:A1:A1:04', 'keys', '04A1A104');
    const told = await json(1);
    expect(told).toMatchObject({
      ok: false,
      changes: [],
      profiles: [{ format: '8H10D' }, { format: '8H10D' }],
    });
    expect(told.findings[0]?.fix).toContain('--number "04:A1:A1:04" --number …');
  });

  test('with the number of another card is told so', async () => {
    doctor('keys', ['0040856635'], '--json');
    await hold('0040856635', 'keys', '01026F6C3A');
    const told = await json(1);
    expect(told).toMatchObject({ ok: false, profiles: [], changes: [] });
    expect(told.findings[0]?.found).toMatch(/for card 0040856635: no format and byte order/);
    expect(told.findings[0]?.fix).toMatch(/compare --number with what is printed/);
  });

  test('at a serial reader learns what was read and whose number it is', async () => {
    doctor('em', ['0040856634', '0008844356'], '--json');
    await hold('0040856634', 'em', '01026F6C3A');
    await hold('0008844356', 'em', '100086F445');
    const { findings } = await json(1);
    expect(findings.map(({ found }) => found)).toEqual([
      "read 01026F6C3A: 0040856634 is this card's number",
      "read 100086F445: 0008844356 is not this card's number",
    ]);
  });

  test('who presses Ctrl-C is told that nothing was found', async () => {
    doctor('keys', ['0040856634'], '--json');
    await asked('0040856634');
    await child.end('SIGINT');
    expect((await json(1)).findings[0]?.found).toBe('stopped before card 0040856634 came');
  });

  test('whose reader is unplugged is told the place and the fix, before the tap and during it', async () => {
    doctor('keys', ['0040856634'], '--json');
    await asked('0040856634');
    await sim.do('pullCable', { device: 'keys' });
    expect((await json(1)).findings[0]).toMatchObject({
      found: expect.stringMatching(/its line tcp:.* went away/) as string,
      fix: expect.stringContaining('cable') as string,
    });
    doctor('keys', ['0040856634']);
    expect(await child.ended).toBe(1);
    expect(child.output()).toMatch(/docketbox doctor: keys: tcp:.*ECONNREFUSED.*check the port/);
    await sim.do('plugCable', { device: 'keys' });
  });

  test.each<[string, string[], RegExp]>([
    ['no number', ['--tap', 'keys'], /--number is missing/],
    ['no reader', ['--number', '0040856634'], /--number 0040856634: say at which reader/],
    [
      'a board',
      ['--tap', 'board', '--number', '0040856634'],
      /--tap board is no card reader; there are keys, em/,
    ],
    ['words', ['--tap', 'keys', '--number', 'my card'], /--number my card is no card number: write what is/],
    ['two tasks', ['--tap', 'keys', '--commission', 'board'], /give either --tap or --commission/],
  ])('with %s ends with 2 and is told what to write', async (_, args, message) => {
    child = startNode(['controller/cli/main.ts', 'doctor', '--config', sim.configFile, ...args]);
    expect(await child.ended, child.output()).toBe(2);
    expect(child.output()).toMatch(message);
  });
});
