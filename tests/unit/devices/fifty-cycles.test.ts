import { mkdtempSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '#controller/adapters/system-clock.ts';
import { keepOpen, type Line } from '#controller/devices/line.ts';
import type { Clock } from '#controller/ports/clock.ts';
import type { Link } from '#drivers/link.ts';
import { openLink } from '#drivers/links/open-link.ts';
import { pseudoTerminal, type PseudoTerminal } from '#tests/support/pseudo-terminal.ts';
import { until } from '#tests/support/until.ts';

const CYCLES = 50;

/** The system's clock, and how many of its timers are running; `brisk` shortens the waits between openings. */
const countingClock = () => {
  const running = new Set<() => void>();
  const clockOf = (factor: number): Clock => ({
    now: () => systemClock.now(),
    after(ms, task) {
      const cancel = systemClock.after(ms / factor, () => {
        running.delete(cancel);
        task();
      });
      running.add(cancel);
      return () => {
        running.delete(cancel);
        cancel();
      };
    },
  });
  return { plain: clockOf(1), brisk: clockOf(10), running: (): number => running.size };
};
/** Descriptors of this process that lead to such a thing. */
const descriptors = (to: RegExp): number =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return to.test(readlinkSync(`/proc/self/fd/${fd}`));
    } catch {
      return false; // Closed between the listing and the look.
    }
  }).length;
/** Event listeners of the process itself and active handles: what a forgotten port would leave. */
const held = (): string =>
  process
    .getActiveResourcesInfo()
    .filter((kind) => /TTY|TCP|FS|Poll/i.test(kind))
    .toSorted()
    .join(' ');

let line: Line | null = null;
const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  await line?.stop();
  line = null;
  for (const task of cleanUp.splice(0).reverse()) await task();
});

/** Keeps a line to the URL open, and counts what listens on its links. */
const kept = (url: string, { plain, brisk }: ReturnType<typeof countingClock>) => {
  const made = openLink(url, plain);
  if (!made.ok) throw new Error(made.fix);
  const state = { up: false, link: null as Link | null, heard: 0 };
  line = keepOpen(made.opener, brisk, {
    up(link) {
      Object.assign(state, { up: true, link });
      const off = link.onBytes((bytes) => (state.heard += bytes.length));
      return () => {
        off();
        state.up = false;
      };
    },
    down: () => undefined,
  });
  line.start();
  return state;
};

describe(`fifty times unplugged and plugged in again, nothing is left behind`, () => {
  it('a serial port', { timeout: 240_000 }, async () => {
    const dir = mkdtempSync(join(tmpdir(), 'docketbox-fifty-'));
    const path = join(dir, 'tty');
    let terminal: PseudoTerminal | null = null;
    const plug = async (): Promise<void> => {
      terminal = await pseudoTerminal();
      symlinkSync(terminal.path, path);
    };
    cleanUp.push(
      () => rmSync(dir, { recursive: true }),
      () => terminal?.cut(),
    );
    const clocks = countingClock();
    const { running } = clocks;
    await plug();
    const state = kept(`serial:${path}?baud=9600`, clocks);
    await until('the line is up', () => state.up);
    await until('the watch is running', () => running() === 1);
    const before = descriptors(/^\/dev\/pts\//);
    for (let i = 1; i <= CYCLES; i += 1) {
      // The name goes first, as udev takes it: the kernel gives the number of a dead terminal to the next one.
      rmSync(path);
      await (terminal as PseudoTerminal | null)?.cut();
      await until(`loss ${i} is noticed`, () => !state.up);
      await plug();
      await until(`return ${i} is used`, () => state.up);
      expect(await state.link?.write(Uint8Array.of(i))).toEqual({ kind: 'written' });
      await until(`byte ${i} arrived`, () => (terminal as PseudoTerminal | null)?.received()[0] === i);
    }
    expect(line?.reconnects()).toBe(CYCLES);
    await until('no more descriptors than at first', () => descriptors(/^\/dev\/pts\//) <= before);
    await until('only the watch has a timer', () => running() === 1);
    await line?.stop();
    expect(running()).toBe(0);
  });

  it('a TCP server', { timeout: 240_000 }, async () => {
    const sockets = new Set<Socket>();
    let server: Server | null = null;
    let port = 0;
    const plug = async (): Promise<void> => {
      const fresh = createServer((socket) => {
        sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => sockets.delete(socket));
        socket.on('data', (bytes) => socket.write(Uint8Array.from(bytes)));
      });
      server = fresh;
      await new Promise<void>((resolve) => fresh.listen(port, '127.0.0.1', resolve));
      const at = fresh.address();
      port = typeof at === 'object' && at ? at.port : 0;
    };
    const cut = async (): Promise<void> => {
      const old = server;
      server = null;
      sockets.forEach((socket) => socket.resetAndDestroy());
      await new Promise<void>((resolve) => (old ? old.close(() => resolve()) : resolve()));
    };
    cleanUp.push(cut);
    const clocks = countingClock();
    const { running } = clocks;
    await plug();
    const state = kept(`tcp://127.0.0.1:${port}`, clocks);
    await until('the line is up', () => state.up);
    const [before, handles] = [descriptors(/^socket:/), held()];
    for (let i = 1; i <= CYCLES; i += 1) {
      await cut();
      await until(`loss ${i} is noticed`, () => !state.up);
      await plug();
      await until(`return ${i} is used`, () => state.up);
      expect(await state.link?.write(Uint8Array.of(i))).toEqual({ kind: 'written' });
      await until(`byte ${i} came back`, () => state.heard === i);
    }
    expect(line?.reconnects()).toBe(CYCLES);
    await until('no more sockets than at first', () => descriptors(/^socket:/) <= before);
    await until('no more handles than at first', () => held() === handles);
    await until('no timer is left', () => running() === 0);
  });
});
