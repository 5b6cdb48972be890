import { mkdtempSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '#controller/adapters/system-clock.ts';
import { keepOpen, type Line } from '#controller/devices/line.ts';
import type { Clock } from '#controller/ports/clock.ts';
import type { Link } from '#drivers/link.ts';
import { openLink } from '#drivers/links/open-link.ts';
import { lookMs } from '#drivers/links/serial.ts';
import { pseudoTerminal, type PseudoTerminal } from '#tests/support/pseudo-terminal.ts';
import { until } from '#tests/support/until.ts';

const dir = mkdtempSync(join(tmpdir(), 'docketbox-line-'));
const path = join(dir, 'tty');
let line: Line | null = null;
let terminal: PseudoTerminal | null = null;
const plug = async (): Promise<void> => {
  terminal = await pseudoTerminal();
  symlinkSync(terminal.path, path);
};
/** Descriptors of this process that lead to a terminal. */
const terminals = (): number =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith('/dev/pts/');
    } catch {
      return false; // Closed between the listing and the look.
    }
  }).length;
afterEach(async () => {
  await line?.stop();
  await terminal?.cut();
  rmSync(dir, { recursive: true, force: true });
});

describe('a cable pulled from a real serial port', () => {
  it('is noticed within 2 s and used again within 5 s, time and again, leaking no descriptor', async () => {
    await plug();
    const made = openLink(`serial:${path}?baud=9600`, systemClock);
    if (!made.ok) throw new Error(made.fix);
    const links: Link[] = [];
    let up = false;
    line = keepOpen(made.opener, systemClock, {
      up: (link) => {
        links.push(link);
        up = true;
        return () => void (up = false);
      },
      down: () => undefined,
    });
    line.start();
    await until('the line is up', () => up);
    const held = terminals();
    for (let i = 1; i <= 3; i += 1) {
      // As udev does: the kernel gives the number of a dead terminal to the next one.
      rmSync(path);
      await terminal?.cut();
      await until('the loss is noticed', () => !up, 2000);
      await plug();
      await until('the line is up again', () => up, 5000);
      expect(await links[i]?.write(Uint8Array.of(i))).toEqual({ kind: 'written' });
      await until('the byte arrived', () => terminal?.received()[0] === i);
    }
    expect(line.reconnects()).toBe(3);
    await until('no more descriptors than at first', () => terminals() <= held);
  });
});

describe('a name that leads to another port', () => {
  const cleanUp: (() => unknown)[] = [];
  afterEach(async () => {
    for (const task of cleanUp.splice(0).reverse()) await task();
  });
  /** A line to a name of its own; `clock` may be one whose watch never looks. */
  const named = async (clock: Clock) => {
    const folder = mkdtempSync(join(tmpdir(), 'docketbox-name-'));
    const name = join(folder, 'tty');
    const [first, second] = [await pseudoTerminal(), await pseudoTerminal()];
    symlinkSync(first.path, name);
    const made = openLink(`serial:${name}?baud=9600`, clock);
    if (!made.ok) throw new Error(made.fix);
    const state = { up: false, losses: 0 };
    const kept = keepOpen(made.opener, clock, {
      up: () => {
        state.up = true;
        return () => Object.assign(state, { up: false, losses: state.losses + 1 });
      },
      down: () => undefined,
    });
    kept.start();
    cleanUp.push(
      () => rmSync(folder, { recursive: true }),
      () => Promise.all([first.cut(), second.cut()]),
      () => kept.stop(),
    );
    await until('the line is up', () => state.up);
    return {
      state,
      /** Two adapters change names; neither line dies. */
      swap: () => {
        rmSync(name);
        symlinkSync(second.path, name);
      },
    };
  };

  it('is noticed though the old line never died; planted mutant: without the look at the name it is not', async () => {
    let looks = 0;
    const blind: Clock = {
      now: () => systemClock.now(),
      after: (ms, task) => (ms === lookMs ? ((looks += 1), () => undefined) : systemClock.after(ms, task)),
    };
    const [watched, unwatched] = [await named(systemClock), await named(blind)];
    unwatched.swap();
    watched.swap();
    await until('the change is noticed', () => watched.state.losses === 1, 20_000);
    await until('the other port is opened', () => watched.state.up, 20_000);
    expect([looks, unwatched.state.losses]).toEqual([1, 0]);
  });
});
