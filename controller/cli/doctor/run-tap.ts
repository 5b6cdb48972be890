import { systemClock } from '../../adapters/system-clock.ts';
import { describeProblems, loadConfig } from '../../config.ts';
import type { Clock } from '../../ports/clock.ts';
import { CommandFailed, EXIT, UsageError, type Console, type ExitCode, type Input } from '../command.ts';
import { tableOf } from './finding.ts';
import { holdData } from './hold-data.ts';
import { tapArguments, tapKnownCards } from './tap.ts';

/** `docketbox doctor --tap READER --number NUMBER`: ends with 0 when every card said the one thing, else with 1. */
export const runTap = async (input: Input, console: Console): Promise<ExitCode> => {
  const id = input.optional('tap');
  const numbers = input.all('number');
  if (id === undefined)
    throw new UsageError(`--number ${numbers[0] ?? ''}: say at which reader, --tap READER`);
  if (input.optional('commission') !== undefined)
    throw new UsageError(`--tap ${id}: give either --tap or --commission`);
  const loaded = await loadConfig(input.value('config'));
  if (!loaded.ok) throw new CommandFailed(describeProblems(loaded));
  const { reader, cards } = tapArguments(loaded.config, id, numbers);
  const release = holdData(input.optional('data'));
  const { signal, forget } = untilTold();
  const quiet = reader.kind === 'card-reader/hid' ? swallow(process.stdin, systemClock) : null;
  try {
    const say = (line: string): void => console.err(line);
    const tapped = await tapKnownCards({ clock: systemClock, signal, say }, reader, cards);
    const well = tapped.findings.every(({ state }) => state === 'ok');
    if (input.json) console.out(JSON.stringify({ ok: well, reader: id, ...tapped }));
    else {
      for (const line of tableOf(tapped.findings)) console.out(line);
      if (tapped.changes.length > 0) console.out(`In ${loaded.source}, at device ${id}, write:`);
      for (const line of tapped.changes) console.out(`  ${line},`);
    }
    return well ? EXIT.done : EXIT.foundWrong;
  } finally {
    await quiet?.();
    forget();
    release();
  }
};

/** Aborts at Ctrl-C and at what ends a service, so that the line is closed in order. */
const untilTold = (): { readonly signal: AbortSignal; forget(): void } => {
  const control = new AbortController();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const stop = (): void => control.abort();
  for (const name of signals) process.on(name, stop);
  return {
    signal: control.signal,
    forget: () => signals.forEach((name) => process.off(name, stop)),
  };
};

/** The terminal gets what a reader typed a moment after we did, ms. */
export const echoMs = 300;
/**
 * A typing reader types into the terminal too. What it typed is not left to the shell, which would take it for a
 * command. The returned function waits for the last of it.
 */
export const swallow = (
  terminal: Pick<NodeJS.ReadStream, 'isTTY' | 'resume' | 'pause'>,
  clock: Clock,
): (() => Promise<void>) => {
  if (!terminal.isTTY) return () => Promise.resolve();
  terminal.resume();
  return () =>
    new Promise((resolve) => {
      clock.after(echoMs, () => {
        terminal.pause();
        resolve();
      });
    });
};
