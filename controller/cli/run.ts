import {
  CommandFailed,
  EXIT,
  readArguments,
  UsageError,
  usageOf,
  type Command,
  type Console,
  type ExitCode,
} from './command.ts';

/** Loads a command only when it is asked for: `--help` needs no native module. */
export interface Entry {
  readonly name: string;
  readonly summary: string;
  load(): Promise<Command>;
}

/** Runs one command line; never rejects. */
export const runCommandLine = async (
  entries: readonly Entry[],
  args: readonly string[],
  console: Console,
  version: string,
): Promise<ExitCode> => {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    (name === undefined ? console.err : console.out)(overview(entries));
    return name === undefined ? EXIT.badUsage : EXIT.done;
  }
  if (name === '--version') {
    console.out(version);
    return EXIT.done;
  }
  const entry = entries.find((candidate) => candidate.name === name);
  if (!entry) {
    const names = entries.map((known) => known.name).join(', ');
    console.err(`docketbox: there is no command "${shown(name)}"; there are ${names}`);
    return EXIT.badUsage;
  }
  try {
    const command = await entry.load();
    const end = rest.indexOf('--');
    if (
      (end < 0 ? rest : rest.slice(0, end)).some((argument) => argument === '--help' || argument === '-h')
    ) {
      console.out(usageOf(command));
      return EXIT.done;
    }
    return await command.run(readArguments(command, rest), console);
  } catch (error) {
    if (error instanceof UsageError) {
      console.err(`docketbox ${name}: ${shown(error.message)}\nTry: docketbox ${name} --help`);
      return EXIT.badUsage;
    }
    const text = error instanceof Error ? (error instanceof CommandFailed ? error.message : error.stack) : '';
    console.err(`docketbox ${name}: ${text ?? String(error)}`);
    return EXIT.foundWrong;
  }
};

const overview = (entries: readonly Entry[]): string => {
  const width = Math.max(...entries.map(({ name }) => name.length));
  return [
    'Docketbox: the smart exchange box for official documents (公文智能交换箱)',
    '',
    'Usage: docketbox COMMAND [options]',
    '',
    ...entries.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'docketbox COMMAND --help says more. Exit codes: 0 done, 1 something is wrong, 2 wrong usage.',
  ].join('\n');
};
const shown = (text: string): string => text.replace(/\p{C}/gu, '·').slice(0, 300);
