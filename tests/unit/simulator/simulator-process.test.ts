import { once } from 'node:events';
import {
  closeSync,
  constants,
  existsSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SerialPort } from 'serialport';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startNode, type Child } from '#tests/support/child.ts';
import { smallSite } from '#tests/support/small-site.ts';

interface Exposed {
  readonly id: string;
  readonly kind: string;
  readonly path: string;
  readonly host: string;
  readonly port: number;
}

const dir = mkdtempSync(join(tmpdir(), 'docketbox-process-'));
const config = join(dir, 'site.json');
writeFileSync(config, JSON.stringify(smallSite()));
const people = join(dir, 'people.json');
writeFileSync(
  people,
  JSON.stringify([{ name: '张伟', number: '1001', card: '100086F444', roles: ['messenger'] }]),
);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const opened = async (path: string): Promise<SerialPort> => {
  const port = new SerialPort({ path, baudRate: 9600, autoOpen: false });
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
  return port;
};
/** Bytes the port hears until there are `length` of them. */
const heard = (port: SerialPort, length: number): Promise<string> =>
  new Promise((resolve) => {
    let got = Buffer.alloc(0);
    const take = (chunk: Buffer): void => {
      got = Buffer.concat([got, chunk]);
      if (got.length < length) return;
      port.off('data', take);
      resolve(got.toString('hex'));
    };
    port.on('data', take);
  });
/**
 * A terminal held open by hand, to ask whether its line has hung up. Not the serial port's `close` event: a read under
 * way while the line hangs up gets zero bytes, and the library then reads on for ever without telling.
 */
const lineTo = (path: string) => {
  const fd = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  return {
    hungUp: (): boolean => {
      try {
        return readSync(fd, Buffer.alloc(1)) === 0;
      } catch (error) {
        return (error as NodeJS.ErrnoException).code === 'EIO';
      }
    },
    close: () => closeSync(fd),
  };
};
const closed = (port: SerialPort): Promise<void> =>
  new Promise((resolve) => (port.isOpen ? port.close(() => resolve()) : resolve()));

describe('the simulator as its own process', () => {
  let child: Child;
  let devices: Exposed[];
  let panel: string;
  const at = (id: string): Exposed => devices.find((device) => device.id === id) ?? expect.fail(id);
  const does = (verb: string, args: object) =>
    fetch(`${panel}/api/do`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ verb, args }),
    });

  beforeAll(async () => {
    child = startNode([
      'simulator/main.ts',
      ...[
        '--config',
        config,
        '--people',
        people,
        '--panel-port',
        '0',
        '--ephemeral',
        '--out',
        join(dir, 'out'),
      ],
    ]);
    ({ devices, panel } = JSON.parse(await child.line((line) => line.startsWith('{'))) as {
      devices: Exposed[];
      panel: string;
    });
  });
  afterAll(() => child.end('SIGKILL'));

  test('says in one line where its devices are: links to pseudo-terminals, and sockets', () => {
    expect(child.output().trim().split('\n')).toHaveLength(1);
    expect(devices.map(({ id, kind }) => [id, kind])).toEqual([
      ['board', 'lock-board/bcc8a'],
      ['scanner', 'scanner/serial'],
      ['reader', 'card-reader/serial-em'],
      ['labels', 'printer/zpl'],
      ['slips', 'printer/zpl'],
      ['dockets', 'printer/tspl'],
      ['receipts', 'printer/escpos'],
      ['silent', 'printer/tspl'],
    ]);
    expect(lstatSync(at('board').path).isSymbolicLink()).toBe(true);
    expect(at('labels')).toMatchObject({ host: '127.0.0.1', port: expect.any(Number) as number });
  });

  test('a real serial port opens a door, and every byte value crosses unchanged', async () => {
    const board = await opened(at('board').path);
    const reply = heard(board, 5);
    board.write(Buffer.from('8a0101119b', 'hex'));
    expect(await reply).toBe('8a0101008a');
    await closed(board);

    const scanner = await opened(at('scanner').path);
    const every = Buffer.from(Array.from({ length: 256 }, (_, i) => i)).toString('hex');
    const scan = heard(scanner, 257);
    await does('scan', { device: 'scanner', hex: every });
    expect(await scan).toBe(`${every}0d`);
    await closed(scanner);
  });

  test('a pulled cable hangs the line up at once, though other lines were opened after it; plugged in, the same path works', async () => {
    const line = lineTo(at('board').path);
    expect(line.hungUp()).toBe(false);
    await does('pullCable', { device: 'board' });
    expect(line.hungUp()).toBe(true);
    line.close();
    expect(existsSync(at('board').path)).toBe(false);
    await does('plugCable', { device: 'board' });
    const after = await opened(at('board').path);
    const reply = heard(after, 5);
    after.write(Buffer.from('80010233b0', 'hex'));
    expect(await reply).toBe('8001021192');
    await closed(after);
  });

  test('a printer is one connection at a time; the second waits for the first to go', async () => {
    const { host, port } = at('labels');
    const first = connect(port, host);
    await once(first, 'connect');
    first.write('~HS');
    await once(first, 'data');
    const second = connect(port, host);
    await once(second, 'connect');
    let answered = false;
    second.once('data', () => (answered = true));
    second.write('~HS');
    first.write('~HS');
    await once(first, 'data');
    expect(answered).toBe(false);
    const turn = once(second, 'data');
    first.end();
    expect(String((await turn)[0])).toContain('030,0,0,0320');
    second.destroy();
  });

  test('the state and its events show the cabinet; a printed label can be fetched', async () => {
    const state = (await (await fetch(`${panel}/api/state`)).json()) as {
      people: unknown[];
      compartments: { id: string; doors: { front: { door: string } } }[];
    };
    expect(state.people).toMatchObject([{ name: '张伟', number: '1001' }]);
    expect(state.compartments[0]).toMatchObject({ id: 'A01', doors: { front: { door: 'open' } } });

    const events = await fetch(`${panel}/api/events`);
    const reader = (events.body ?? expect.fail('no events')).getReader();
    const socket = connect(at('labels').port, at('labels').host);
    socket.end('^XA^FO0,0^GFA,16,16,2,:Z64:eJz7/7+Bcf/fBawLWPf/bWD8/x8AU8wJwQ==:B086^FS^XZ');
    for (let text = ''; !text.includes('"picture":"/printed/1.png"');)
      text += new TextDecoder().decode((await reader.read()).value);
    await reader.cancel();
    const picture = await fetch(`${panel}/printed/1.png`);
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
    const kept = readFileSync(join(dir, 'out', '1.png'));
    expect(kept.equals(Buffer.from(await picture.arrayBuffer()))).toBe(true);
  });

  test('what cannot be done is told with its reason and its fix', async () => {
    const shut = await does('putPaper', { compartment: 'A02' });
    expect([shut.status, await shut.json()]).toEqual([
      409,
      {
        code: 'impossible',
        title: 'the door of A02 is shut',
        fix: 'have it opened first',
        zh: 'A02 的门关着：先让系统打开',
      },
    ]);
    expect((await does('putPaper', { compartment: 'Z' })).status).toBe(404);
    expect((await does('nothing', {})).status).toBe(400);
    const notJson = await fetch(`${panel}/api/do`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect(notJson.status).toBe(400);
    const form = await fetch(`${panel}/api/do`, { method: 'POST', body: 'verb=pushDoor' });
    expect(form.status).toBe(400);
  });

  const asked = (headers: Record<string, string>): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      request(`${panel}/api/state`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });

  test.each([
    ['its own name', {}, 200],
    ['localhost', { host: 'localhost:1' }, 200],
    ['a name of elsewhere', { host: 'panel.example' }, 403],
    ['a name that only begins like it', { host: '127.0.0.1.example' }, 403],
    ['a page of elsewhere', { origin: 'http://evil.example' }, 403],
    ['a page without an origin of its own', { origin: 'null' }, 403],
  ])('a request for %s', async (_name, headers, status) => {
    expect(await asked(headers as Record<string, string>)).toBe(status);
  });

  test('SIGTERM ends everything: the ports close and nothing is left on disk', async () => {
    const line = lineTo(at('board').path);
    expect(line.hungUp()).toBe(false);
    expect(await child.end('SIGTERM')).toBe(0);
    expect(line.hungUp()).toBe(true);
    line.close();
    expect(existsSync(dirname(at('board').path))).toBe(false);
    await expect(fetch(`${panel}/api/state`)).rejects.toThrow();
  });
});

describe('a simulator that cannot start', () => {
  const failing = async (...args: string[]): Promise<[number | null, string]> => {
    const child = startNode(['simulator/main.ts', ...args]);
    const code = await child.ended;
    return [code, child.output()];
  };
  const badConfig = (name: string, content: string): string => {
    const file = join(dir, name);
    writeFileSync(file, content);
    return file;
  };

  test('asks for a configuration', async () => {
    const [code, output] = await failing();
    expect(code).toBe(2);
    expect(output).toContain('--config is missing');
  });

  test('names the file and the place of a mistake', async () => {
    const [code, output] = await failing(
      '--config',
      badConfig('wrong.json', JSON.stringify(smallSite({ address: 300 }))),
    );
    expect(code).toBe(1);
    expect(output).toMatch(/wrong\.json: devices\.0\.address: /);
  });

  test('says which port is taken, and leaves nothing open', async () => {
    const taken = createServer();
    taken.listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const site = smallSite();
    const labels = site.devices.find(({ id }) => id === 'labels') ?? expect.fail('no printer');
    labels.link = `tcp://127.0.0.1:${port}`;
    const [code, output] = await failing('--config', badConfig('taken.json', JSON.stringify(site)));
    taken.close();
    expect(code).toBe(1);
    expect(output).toContain(`port ${port} is taken`);
  });
});
