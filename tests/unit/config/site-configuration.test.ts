import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crossCheck } from '#controller/config-checks.ts';
import { describeProblems, loadConfig, parseConfig, type ConfigResult } from '#controller/config.ts';
import { deviceConfig, siteConfig } from '#controller/config-schema.ts';

const demo = readFileSync(new URL('../../../config/demo.json', import.meta.url), 'utf8');
type Path = readonly (string | number)[];
const DELETED = Symbol('deleted');

/** The demo configuration with values put at paths. */
const changed = (...changes: readonly (readonly [Path, unknown])[]): string => {
  const site = JSON.parse(demo) as Record<string | number, unknown>;
  for (const [path, value] of changes) {
    const last = path.at(-1) ?? '';
    const inside = path
      .slice(0, -1)
      .reduce<Record<string | number, unknown>>((at, step) => at[step] as never, site);
    if (value === DELETED) Reflect.deleteProperty(inside, last);
    else inside[last] = value;
  }
  return JSON.stringify(site, null, 2);
};
const problemsOf = (json: string) => {
  const result: ConfigResult = parseConfig(json, 'site.json');
  return result.ok ? [] : result.problems;
};
const station = ['cabinets', 0, 'stations', 0] as const;
const box = (index: number) => ['cabinets', 0, 'compartments', index] as const;

describe('a configuration that ships with the project', () => {
  const examples = readdirSync(new URL('../../../config/examples/', import.meta.url));
  const shipped = ['demo.json', 'serial.example.json', ...examples.map((name) => `examples/${name}`)];
  test.each(shipped)('%s can be run', async (name) => {
    const result = await loadConfig(`config/${name}`);
    expect(result.ok || describeProblems(result)).toBe(true);
  });

  test('every kind of device stands in one of them', async () => {
    const sites = await Promise.all(shipped.map((name) => loadConfig(`config/${name}`)));
    const shown = sites.flatMap((site) => (site.ok ? site.config.devices.map(({ kind }) => kind) : []));
    const kinds = deviceConfig.options.map((option) => option.shape.kind.value);
    expect(kinds.filter((kind) => !shown.includes(kind))).toEqual([]);
  });
});

describe('a file that is no configuration', () => {
  test.each<[string, string, Path, RegExp]>([
    ['nothing', '', [1, 1], /write a text|object|\{/],
    ['a comma before the end', '{\n  "site": {},\n}', [2, 13], /remove the comma/],
    ['a forgotten comma', '{\n  "a": 1\n  "b": 2\n}', [3, 3], /put a comma/],
    ['a comment', '{\n  // the site\n}', [2, 3], /no comments/],
    ['a forgotten quote', '{\n  "a": "x\n}', [2, 8], /double quote/],
    ['a single quote', "{ 'a': 1 }", [1, 3], /double quotes/],
    ['a forgotten colon', '{ "a" 1 }', [1, 7], /colon/],
    ['a bare word', '{ "a": yes }', [1, 8], /true, false/],
    ['an open end', '{ "a": [1, 2', [1, 13], /comma, or \]/],
    ['something after it', '{} {}', [1, 4], /remove what follows/],
    ['a number such as 01', '{ "a": 01 }', [1, 8], /number/],
    ['ten thousand brackets', '['.repeat(10_000), [1, 66], /nest at most/],
  ])('with %s: the place and the fix are named', (_, json, [line, column], fix) => {
    expect(problemsOf(json)).toEqual([
      expect.objectContaining({ line, column, fix: expect.stringMatching(fix) }),
    ]);
  });

  test('a name written twice is a problem, not a silent choice', () => {
    const json = demo.replace('"channels": 24,', '"channels": 24,\n      "channels": 24,');
    expect(problemsOf(json)).toEqual([
      expect.objectContaining({
        path: 'devices[0].channels',
        line: 20,
        fix: expect.stringContaining('twice'),
      }),
    ]);
  });

  test('no valid JSON is taken for a mistake in writing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        const wrapped = JSON.stringify({ channels: value }, null, indent);
        expect(problemsOf(wrapped).filter(({ path }) => path === '$')).toEqual([]);
      }),
    );
  });

  test('never throws, whatever the text', () => {
    const soup = fc
      .array(fc.constantFrom(...'{}[]:,"\\ \n0-.eE', 'true', 'null', '\u0000', '\ud800', '"a"'))
      .map((p) => p.join(''));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), soup), (text) => {
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        const problems = problemsOf(text);
        expect(problems.length).toBeGreaterThan(0);
        if (!valid) expect(problems.map(({ path }) => path)).toEqual(['$']);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['/nowhere/site.json', 'ENOENT', /no such file/],
    ['config', 'EISDIR', /a folder/],
  ])('%s is answered with what to do', async (path, value, fix) => {
    const result = await loadConfig(path);
    expect(result).toMatchObject({
      ok: false,
      problems: [{ path: '$', value, fix: expect.stringMatching(fix) }],
    });
  });
});

describe('a setting that cannot be', () => {
  test.each<[string, Path, unknown, string, RegExp]>([
    [
      'an unknown kind',
      ['devices', 0, 'kind'],
      'lock-board/x',
      'devices[0].kind',
      /use one of lock-board\/bcc8a/,
    ],
    [
      'an unknown kind of channel',
      ['channels'],
      [{ id: 'a', kind: 'pigeon' }],
      'channels[0].kind',
      /^use one of webhook, email, wecom, dingtalk, feishu, sms$/,
    ],
    ['a name of blanks', ['site', 'name'], '  ', 'site.name', /that can be seen/],
    ['a name that nothing could print', ['site', 'name'], '某市\u202e站', 'site.name', /invisible marks/],
    ['an unknown setting', ['devices', 0, 'adress'], 1, 'devices[0].adress', /no such setting/],
    ['a text for a number', ['devices', 0, 'address'], '1', 'devices[0].address', /write a/],
    ['a missing lock', [...box(1), 'lock'], DELETED, 'cabinets[0].compartments[1].lock', /missing/],
    ['no stations', ['cabinets', 0, 'stations'], [], 'cabinets[0].stations', /at least 1/],
    ['a port beyond TCP', ['server', 'port'], 65_536, 'server.port', /at most 65535/],
    ['an id with markup', ['site', 'id'], '<b>', 'site.id', /letters, digits/],
    ['a wrong polarity', ['devices', 0, 'feedback'], 'closed', 'devices[0].feedback', /"closed_when_set" or/],
    ['a zone on Mars', ['site', 'timeZone'], 'Mars/Base', 'site.timeZone', /IANA/],
    ['a link with a space', ['devices', 1, 'link'], 'serial:/dev/tty S2', 'devices[1].link', /spaces/],
    ['a link that climbs', ['devices', 1, 'link'], 'serial:/dev/../etc/x', 'devices[1].link', /whole path/],
    [
      'an impossible speed',
      ['devices', 1, 'link'],
      'serial:/dev/ttyS2?baud=1',
      'devices[1].link',
      /baud is one of/,
    ],
    [
      'an unknown line option',
      ['devices', 1, 'link'],
      'serial:/dev/ttyS2?speed=9600',
      'devices[1].link',
      /known options/,
    ],
    ['port 0 of a printer', ['devices', 3, 'link'], 'tcp://10.0.0.1:0', 'devices[3].link', /1 to 65535/],
    [
      'a device twice',
      ['devices', 5],
      { id: 'board-a', kind: 'card-reader/serial-em', link: 'serial:/dev/ttyS9' },
      'devices[5].id',
      /another device/,
    ],
    [
      'two devices on one line',
      ['devices', 1, 'link'],
      'serial:/dev/ttyS1?baud=9600',
      'devices[1].link',
      /board-a is on this link/,
    ],
    [
      'a scanner that is a board',
      [...station, 'scanner'],
      'board-a',
      'cabinets[0].stations[0].scanner',
      /name a scanner/,
    ],
    [
      'a scanner that is not there',
      [...station, 'scanner'],
      'nope',
      'cabinets[0].stations[0].scanner',
      /use scanner-front/,
    ],
    [
      'labels on slip paper',
      [...station, 'labelPrinter'],
      'printer-slips',
      'cabinets[0].stations[0].labelPrinter',
      /needs stock 60x40/,
    ],
    [
      'slips on labels',
      [...station, 'receiptPrinter'],
      'printer-desk',
      'cabinets[0].stations[0].receiptPrinter',
      /needs stock 80/,
    ],
    [
      'a rear station without rear locks',
      [...station, 'door'],
      'rear',
      'cabinets[0].stations[0].door',
      /rear lock/,
    ],
    [
      'a lock on a scanner',
      [...box(0), 'lock', 'front', 'device'],
      'scanner-front',
      'cabinets[0].compartments[0].lock.front.device',
      /name a lock-board/,
    ],
    [
      'a lock on no board',
      [...box(0), 'lock', 'front', 'device'],
      'x',
      'cabinets[0].compartments[0].lock.front.device',
      /use board-a/,
    ],
    [
      'a channel the board has not',
      [...box(0), 'lock', 'front', 'channel'],
      25,
      'cabinets[0].compartments[0].lock.front.channel',
      /1 to 24/,
    ],
    [
      'two locks on one channel',
      [...box(1), 'lock', 'front', 'channel'],
      1,
      'cabinets[0].compartments[1].lock.front.channel',
      /front lock of A01/,
    ],
    [
      'a sensor on a lock',
      [...box(1), 'occupied', 'channel'],
      1,
      'cabinets[0].compartments[1].occupied.channel',
      /front lock of A01/,
    ],
    ['two doors of one number', [...box(1), 'number'], 1, 'cabinets[0].compartments[1].number', /A01/],
    [
      'a department box of nobody',
      [...box(0), 'department'],
      DELETED,
      'cabinets[0].compartments[0].department',
      /code of the department/,
    ],
    [
      'a spare box of somebody',
      [...box(11), 'department'],
      'bgs',
      'cabinets[0].compartments[11].department',
      /remove it/,
    ],
    [
      'a session longer than it may be',
      ['policies'],
      { timings: { idleSignOut: 400 } },
      'policies.timings.idleSignOut',
      /at most absoluteSignOut/,
    ],
  ])('%s: one problem, its path, value and fix', (_, path, value, where, fix) => {
    const problems = problemsOf(changed([path, value]));
    expect(problems.map((problem) => problem.path)).toEqual([where]);
    const [problem] = problems;
    expect(problem?.fix).toMatch(fix);
    const lines = changed([path, value]).split('\n');
    if (value !== DELETED)
      expect(lines[(problem?.line ?? 0) - 1]).toContain(`"${where.replace(/.*\./, '')}"`);
  });

  test('every problem is listed, in the order of the file', () => {
    const problems = problemsOf(
      changed([[...box(3), 'number'], 1], [['site', 'timeZone'], 'x'], [[...station, 'cardReader'], 'x']),
    );
    expect(problems.map(({ path }) => path)).toEqual([
      'site.timeZone',
      'cabinets[0].stations[0].cardReader',
      'cabinets[0].compartments[3].number',
    ]);
  });

  test('values from the file reach a terminal without control characters, and short', () => {
    const text = describeProblems(
      parseConfig(changed([['site', 'timeZone'], `\u001b[2J\u202e${'x'.repeat(500)}`]), 's') as never,
    );
    expect(text).not.toMatch(/(?!\n)\p{C}/u);
    expect(text.length).toBeLessThan(300);
  });
});

describe('lock boards on one line', () => {
  const second = {
    id: 'board-b',
    kind: 'lock-board/bcc8a',
    link: 'serial:/dev/ttyS1?baud=9600',
    feedback: 'closed_when_set',
  };
  const withSecond = (change: object) => problemsOf(changed([['devices', 5], { ...second, ...change }]));

  test('may share it under different addresses', () => expect(withSecond({ address: 2 })).toEqual([]));
  test('may not have the same address', () => {
    expect(withSecond({ address: 1 })).toMatchObject([
      { path: 'devices[5].link', fix: expect.stringContaining('DIP') },
    ]);
  });
  test('may not disagree about its speed', () => {
    expect(withSecond({ address: 2, link: 'serial:/dev/ttyS1?baud=19200' })).toMatchObject([
      { path: 'devices[5].link' },
    ]);
  });
});

test('without the cross checks a site would start with two locks on one coil', () => {
  const raw: unknown = JSON.parse(changed([[...box(1), 'lock', 'front', 'channel'], 1]));
  const schemaOnly = siteConfig.safeParse(raw);
  expect(schemaOnly.success).toBe(true);
  expect(schemaOnly.success && crossCheck(schemaOnly.data)).toHaveLength(1);
});
