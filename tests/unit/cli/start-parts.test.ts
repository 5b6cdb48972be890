import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Children } from '../../../scripts/start/children.ts';
import { demoPeople } from '../../../scripts/start/demo-people.ts';
import { isFree } from '../../../scripts/start/ports.ts';
import { writeSite } from '../../../scripts/start/site-file.ts';

let dir: string;
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'docketbox-start-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const inside = (name: string) => join(dir, name);

describe('the demo', () => {
  test('keeps its people, and their PINs are for their owner’s eyes only', () => {
    const people = demoPeople(inside('people.json'));
    expect(demoPeople(inside('people.json'))).toEqual(people);
    expect(statSync(inside('people.json')).mode & 0o777).toBe(0o600);
    for (const { pin, card, number } of people) {
      expect(pin).toMatch(/^\d{8}$/);
      expect(card).toMatch(/^[0-9A-F]{10}$/);
      expect(pin).not.toContain(number);
    }
    expect(new Set(people.map(({ pin }) => pin)).size).toBe(people.length);
    expect(demoPeople(inside('others.json'))[0]?.pin).not.toBe(people[0]?.pin);
  });

  test('attaches every device to its simulated one and keeps the speed of the line', () => {
    const template = inside('template.json');
    const devices = [
      { id: 'board', kind: 'x', link: 'serial:/dev/ttyS1?baud=19200' },
      { id: 'printer', kind: 'y', link: 'tcp://10.0.0.1:9100' },
    ];
    writeFileSync(template, JSON.stringify({ $schema: './x', site: { id: 's' }, devices }));
    const simulated = [
      { id: 'printer', host: '127.0.0.1', port: 4001 },
      { id: 'board', path: '/tmp/pty' },
    ];
    const server = { host: '127.0.0.1', port: 1234 };
    writeSite(template, inside('site.json'), { devices: simulated, panel: '' }, server);
    expect(JSON.parse(readFileSync(inside('site.json'), 'utf8'))).toEqual({
      site: { id: 's' },
      server,
      devices: [
        { id: 'board', kind: 'x', link: 'serial:/tmp/pty?baud=19200' },
        { id: 'printer', kind: 'y', link: 'tcp://127.0.0.1:4001' },
      ],
    });
    const less = { devices: simulated.slice(1), panel: '' };
    expect(() => writeSite(template, inside('site.json'), less, server)).toThrow(/no device "printer"/);
  });

  test('knows a port that is taken', async () => {
    const server = createServer();
    const port = await new Promise<number>((done) =>
      server.listen(0, '127.0.0.1', () => done((server.address() as { port: number }).port)),
    );
    expect(await isFree('127.0.0.1', port)).toBe(false);
    await new Promise((done) => server.close(done));
    expect(await isFree('127.0.0.1', port)).toBe(true);
  });
});

describe('the children of a start', () => {
  const script = (text: string): string[] => ['-e', text];
  const living = 'console.log("ready"); setInterval(() => {}, 1000);';
  const alive = (pid: number): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  test('end together, one that does not listen too', async () => {
    const children = new Children(() => undefined);
    const deaf = 'process.on("SIGTERM", () => {}); console.log(process.pid); setInterval(() => {}, 1000);';
    const pid = Number(await children.start('deaf', script(deaf), inside('a.log')));
    const other = Number(
      await children.start('other', script(deaf.replace('process.on', 'void process.off')), inside('b.log')),
    );
    await children.end(400);
    expect([alive(pid), alive(other)]).toEqual([false, false]);
  });

  test('are told apart when one dies: its name, how it ended, what it said last', async () => {
    let died = (_message: string): void => undefined;
    const death = new Promise<string>((tell) => (died = tell));
    const children = new Children((message) => died(message));
    await children.start(
      'simulator',
      script('console.log(1); console.error("no such wire"); process.exitCode = 3;'),
      inside('s.log'),
    );
    expect(await death).toMatch(/^the simulator ended \(exit code 3\)[^]*no such wire/);
    await children.end();
  });

  test('are given on standard input what is known only later', async () => {
    const children = new Children(() => undefined);
    const echo = 'process.stdin.on("data", (d) => console.log(`got ${d}`)); process.stdin.resume();';
    const stdin = new Promise<string>((resolve) => setImmediate(() => resolve('links')));
    expect(await children.start('echo', script(echo), inside('e.log'), { stdin })).toBe('got links');
    const never = Promise.reject(new Error('no links'));
    await expect(children.start('echo', script(echo), inside('f.log'), { stdin: never })).rejects.toThrow(
      /the echo ended/,
    );
    await children.end(400);
  });

  test('that end before they are ready, or say nothing in time, are an error', async () => {
    const children = new Children(() => undefined);
    await expect(
      children.start('a', script('console.error("bad config"); process.exit(1)'), inside('a.log')),
    ).rejects.toThrow(/the a ended[^]*bad config/);
    await expect(
      children.start('b', script('setInterval(() => {}, 1000)'), inside('b.log'), { timeoutMs: 300 }),
    ).rejects.toThrow(/nothing for 0.3 s/);
    await children.end(400);
    await expect(children.start('late', script(living), inside('c.log'))).rejects.toThrow(/ending/);
  });
});
