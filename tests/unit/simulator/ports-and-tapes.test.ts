import { once } from 'node:events';
import { mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { readTape } from '#simulator/recording.ts';
import { startNode, type Child } from '#tests/support/child.ts';
import { fullSite } from '#tests/support/full-site.ts';

const dir = mkdtempSync(join(tmpdir(), 'docketbox-ports-'));
const config = join(dir, 'site.json');
const { devices: all, ...rest } = fullSite();
writeFileSync(config, JSON.stringify({ ...rest, devices: all.filter(({ kind }) => kind !== 'printer/ipp') }));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const FLASH = '0105020000050c71';
const READ = '01020000000879cc';

/** A simulator process and TCP connections to its devices; everything ends with the test. */
const started: Child[] = [];
const sockets: Socket[] = [];
const start = async (...args: string[]) => {
  const child = startNode([
    ...['simulator/main.ts', '--config', config, '--panel-port', '0', '--ephemeral', ...args],
  ]);
  started.push(child);
  const { devices, panel } = JSON.parse(await child.line((line) => line.startsWith('{'))) as {
    devices: { id: string; path: string; host: string; port: number }[];
    panel: string;
  };
  const at = (id: string) => devices.find((device) => device.id === id) ?? expect.fail(id);
  return {
    ...{ child, panel, at },
    does: async (verb: string, args: object): Promise<number> => {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ verb, args });
      return (await fetch(`${panel}/api/do`, { method: 'POST', headers, body })).status;
    },
    attach: async (id: string): Promise<Socket> => {
      const socket = connect(at(id).port, at(id).host);
      sockets.push(socket);
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      return socket;
    },
  };
};
/** The next `length` bytes. */
const heard = async (socket: Socket, length: number): Promise<string> => {
  let got = Buffer.alloc(0);
  while (got.length < length) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    got = Buffer.concat([got, chunk]);
  }
  return got.toString('hex');
};
const ask = (socket: Socket, hex: string, length: number): Promise<string> => {
  const reply = heard(socket, length);
  socket.write(Buffer.from(hex, 'hex'));
  return reply;
};
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const child of started.splice(0)) await child.end();
});

describe('the ports of a running simulator', () => {
  test('USB devices send their reports one after the other over TCP', async () => {
    const sim = await start();
    const scanner = await sim.attach('gun');
    scanner.write(Buffer.from('fd0316540d'.padEnd(128, '0'), 'hex'));
    const reports = heard(scanner, 128);
    for (let status = 409; status === 409;)
      status = await sim.does('scan', { device: 'gun', text: 'A'.repeat(60) });
    expect(await reports).toMatch(/^02385d5131(41){56}73000102045d5131(41){4}(00){52}730000$/);
    const reader = await sim.attach('keys');
    const typed = heard(reader, 22 * 8);
    await sim.does('swipe', { device: 'keys', uid: '01026F6C3A' });
    expect(await typed).toMatch(/^0000270000000000(00){8}/);
  });

  test('a half-open connection says nothing and takes nothing; mended, it is reset, and a new one serves', async () => {
    const sim = await start();
    const old = await sim.attach('relay');
    expect(await ask(old, READ, 6)).toMatch(/^010201/);
    expect(await sim.does('setFault', { device: 'relay', fault: { name: 'half-open' } })).toBe(200);
    let said = 0;
    old.on('data', () => (said += 1));
    old.write(Buffer.from(FLASH, 'hex'));
    const fresh = await sim.attach('relay');
    fresh.write(Buffer.from(READ, 'hex'));
    const { compartments } = (await (await fetch(`${sim.panel}/api/state`)).json()) as {
      compartments: { doors: { front: { pulses: number } } }[];
    };
    expect([said, compartments[7]?.doors.front.pulses]).toEqual([0, 0]);
    const reset = new Promise<void>((resolve) => old.once('close', () => resolve()));
    await sim.does('clearFault', { device: 'relay', fault: { name: 'half-open' } });
    await reset;
    const after = await sim.attach('relay');
    expect(await ask(after, READ, 6)).toMatch(/^010201/);
  });

  test('swapped names of ports: the terminal of one board leads to the other', async () => {
    const sim = await start();
    const before = readlinkSync(sim.at('wkly').path);
    await sim.does('swapCables', { device: 'wkly', with: 'cu48' });
    const state = (await (await fetch(`${sim.panel}/api/state`)).json()) as {
      devices: { id: string; at: { path: string } }[];
    };
    const now = state.devices.find(({ id }) => id === 'wkly')?.at.path;
    expect(now).toBe(sim.at('cu48').path);
    expect(readlinkSync(sim.at('wkly').path)).toMatch(/^\/dev\//);
    expect(before).toMatch(/^\/dev\//);
  });

  test('a session is recorded with --tape and answers again with --replay; what differs ends with 1 and its place', async () => {
    const tape = join(dir, 'tape.jsonl');
    const live = await start('--tape', tape);
    const host = await live.attach('relay');
    const first = await ask(host, READ, 6);
    await ask(host, FLASH, 8);
    for (let open = false; !open;) open = (await ask(host, READ, 6)) !== first;
    const last = await ask(host, READ, 6);
    expect(await live.child.end('SIGTERM')).toBe(0);
    const frames = readTape(tape);
    expect(frames.filter(({ dir: way }) => way === 'in').length).toBeGreaterThanOrEqual(4);
    expect(JSON.parse(readFileSync(tape, 'utf8').split('\n')[0] ?? '')).toMatchObject({
      devices: { relay: 'lock-board/modbus-relay', beams: 'sensor/modbus-input' },
    });

    const played = await start('--replay', tape);
    const again = await played.attach('relay');
    const replies: string[] = [];
    for (const { bytes } of frames.filter(({ dir: way }) => way === 'in'))
      replies.push(await ask(again, Buffer.from(bytes).toString('hex'), bytes[1] === 5 ? 8 : 6));
    expect([replies[0], replies.at(-1)]).toEqual([first, last]);
    again.write(Buffer.from('0102', 'hex'));
    for (let wrong = 0; wrong === 0;) {
      const { replay } = (await (await fetch(`${played.panel}/api/state`)).json()) as {
        replay: { mismatches: unknown[] };
      };
      wrong = replay.mismatches.length;
    }
    expect(await played.child.end('SIGTERM')).toBe(1);
    expect(played.child.output()).toContain(`${tape}:end: relay was sent 01 02, on the tape nothing more`);
  });
});
