import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Mismatch } from './player.ts';
import { startSimulator } from './start.ts';

const HELP = `npm run sim -- --config FILE [options]

The simulator for the devices of a site configuration. Prints one line of JSON and stays up:
{"devices":[{"id","kind","path"} or {"id","kind","host","port"}],"panel":URL}

  --config FILE      the site configuration
  --panel-port N     port of the panel and its control API (8081; 0 takes a free one)
  --people FILE      people with cards: [{name, number, card, badge?, pin?, roles}]
  --out DIR          keep what is printed here, one PNG a label (else it is gone at the end)
  --ephemeral        tcp:// devices listen on free ports instead of those of the configuration
  --tape FILE        record every frame here, one line of JSON each
  --replay FILE      play a tape: devices answer as they did when the host sends what it sent; else they keep silent
  --pace             serial devices send no faster than their baud rate
`;

const usage = (why: string): never => {
  process.stderr.write(`${why}\n\n${HELP}`);
  process.exit(2);
};

const options = (() => {
  try {
    return parseArgs({
      options: {
        config: { type: 'string' },
        'panel-port': { type: 'string', default: '8081' },
        people: { type: 'string' },
        out: { type: 'string' },
        ephemeral: { type: 'boolean', default: false },
        pace: { type: 'boolean', default: false },
        tape: { type: 'string' },
        replay: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (cause) {
    return usage(cause instanceof Error ? cause.message : String(cause));
  }
})();
if (options.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const config = options.config ?? usage('--config is missing: name a site configuration');
const panelPort = Number(options['panel-port']);
if (!Number.isInteger(panelPort) || panelPort < 0 || panelPort > 65_535)
  usage(`--panel-port ${options['panel-port']}: give a number from 0 to 65535`);

const describe = ({ line, device, expected, got }: Mismatch): string =>
  `${options.replay}:${line ?? 'end'}: ${device} was sent ${got}, on the tape ${expected ?? 'nothing more'}`;

const runtime = mkdtempSync(join(tmpdir(), 'docketbox-sim-'));
try {
  const running = await startSimulator({
    config,
    panelPort,
    people: options.people ?? null,
    out: options.out ?? join(runtime, 'printed'),
    runtime,
    ephemeral: options.ephemeral,
    pace: options.pace,
    tape: options.tape ?? null,
    replay: options.replay ?? null,
  });
  const end = (): void => {
    const wrong = running.replay()?.mismatches ?? [];
    for (const mismatch of wrong) process.stderr.write(`${describe(mismatch)}\n`);
    void running.close().finally(() => {
      rmSync(runtime, { recursive: true, force: true });
      process.exit(wrong.length > 0 ? 1 : 0);
    });
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, end);
  // Started by another program over IPC: ends with it.
  process.once('disconnect', end);
  process.stdout.write(`${JSON.stringify({ devices: running.devices, panel: running.panel })}\n`);
} catch (cause) {
  rmSync(runtime, { recursive: true, force: true });
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exit(1);
}
