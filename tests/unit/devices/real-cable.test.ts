import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '#controller/adapters/system-clock.ts';
import { keepOpen } from '#controller/devices/line.ts';
import type { Clock } from '#controller/ports/clock.ts';
import { openLink } from '#drivers/links/open-link.ts';
import { lookMs } from '#drivers/links/serial.ts';
import { pseudoTerminal } from '#tests/support/pseudo-terminal.ts';
import { until } from '#tests/support/until.ts';

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
  await until('the line is up', () => state.up, 20_000);
  return {
    state,
    /** Two adapters change names; neither line dies. */
    swap: () => {
      rmSync(name);
      symlinkSync(second.path, name);
    },
  };
};

/** How soon a pulled cable is noticed on real lines: `npm run bench -- replug`; what it leaves: fifty-cycles.test.ts. */
describe('a real serial port whose name leads to another one', { timeout: 60_000 }, () => {
  it('is let go though its line never died; planted mutant: without the look at the name it is not', async () => {
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
