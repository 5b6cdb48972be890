import { parseArgs, type ParseArgsConfig } from 'node:util';

/** What `docketbox` commands end with. */
export const EXIT = { done: 0, foundWrong: 1, badUsage: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Where a command writes: results to `out`, everything said to people to `err`; each a line without its end. */
export interface Console {
  out(line: string): void;
  err(line: string): void;
}

export interface Flag {
  readonly name: string;
  /** Placeholder of its value; a flag without one is a switch. */
  readonly value?: string;
  readonly required?: true;
  readonly fallback?: string;
  /** May be given more than once: read with `all`. */
  readonly repeatable?: true;
  readonly help: string;
}
/** One sub-command. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /**
   * Positional arguments in order, e.g. `['departments|people|documents', 'FILE.csv']`; a last one that ends in `…`
   * (`FILE…`) takes one or more.
   */
  readonly operands?: readonly string[];
  readonly flags: readonly Flag[];
  /** More lines for `--help`. */
  readonly notes?: readonly string[];
  run(input: Input, console: Console): Promise<ExitCode>;
}
/** Arguments after parsing: required flags and operands are there. */
export interface Input {
  readonly operands: readonly string[];
  readonly json: boolean;
  /** Value of a flag that is required or has a fallback. */
  value(name: string): string;
  /** Value of any flag with a value. */
  optional(name: string): string | undefined;
  /** Every value of a repeatable flag, in the order given. */
  all(name: string): readonly string[];
  on(name: string): boolean;
}

/** Wrong arguments: said with the command's usage, exit code 2. */
export class UsageError extends Error {}
/** Something a command cannot go on without, said to people; exit code 1. */
export class CommandFailed extends Error {}

/** Reads a command's arguments; throws a UsageError naming the flag or operand that is wrong. */
export const readArguments = (command: Command, args: readonly string[]): Input => {
  const options: NonNullable<ParseArgsConfig['options']> = { json: { type: 'boolean' } };
  for (const flag of command.flags)
    options[flag.name] = {
      type: flag.value === undefined ? 'boolean' : 'string',
      multiple: flag.repeatable === true,
    };
  const { values, positionals } = parsed(args, options);
  const wanted = command.operands ?? [];
  const extra = wanted.at(-1)?.endsWith('…') ? undefined : positionals[wanted.length];
  if (extra !== undefined) throw new UsageError(`unexpected argument "${extra}"`);
  const absent = wanted[positionals.length];
  if (absent !== undefined) throw new UsageError(`${absent} is missing`);
  for (const flag of command.flags)
    if (flag.required && values[flag.name] === undefined)
      throw new UsageError(`--${flag.name} ${flag.value ?? ''} is missing`.replace('  ', ' '));
  const optional = (name: string): string | undefined => {
    const value = values[name] ?? command.flags.find((flag) => flag.name === name)?.fallback;
    return typeof value === 'string' ? value : undefined;
  };
  return {
    operands: positionals,
    json: values['json'] === true,
    optional,
    value: (name) => {
      const value = optional(name);
      if (value === undefined) throw new UsageError(`--${name} is missing`);
      return value;
    },
    all(name) {
      const given = values[name];
      return Array.isArray(given) ? given.filter((value) => typeof value === 'string') : [];
    },
    on: (name) => values[name] === true,
  };
};

const parsed = (args: readonly string[], options: NonNullable<ParseArgsConfig['options']>) => {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
  } catch (error) {
    // "Unknown option '--x'. To specify a positional argument …": the first sentence says it.
    const text = error instanceof Error ? error.message : String(error);
    throw new UsageError(text.split(/\. |\n/)[0] ?? text);
  }
};

/** A whole number in a range, or a UsageError naming the flag. */
export const wholeNumber = (flag: string, text: string, [least, most]: readonly [number, number]): number => {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= least && number <= most))
    throw new UsageError(`--${flag} ${text}: write a whole number from ${least} to ${most}`);
  return number;
};

/** Text of `docketbox COMMAND --help`. */
export const usageOf = (command: Command): string => {
  const shown = (flag: Flag) => `--${flag.name}${flag.value === undefined ? '' : ` ${flag.value}`}`;
  const line = [
    `docketbox ${command.name}`,
    ...(command.operands ?? []),
    ...command.flags.map((flag) => {
      const more = flag.repeatable ? '…' : '';
      return (flag.required ? shown(flag) : `[${shown(flag)}]`) + more;
    }),
    '[--json]',
  ].join(' ');
  const flags = [...command.flags, { name: 'json', help: 'the result as JSON, for programs' }];
  const width = Math.max(...flags.map((flag) => shown(flag).length));
  return [
    command.summary,
    '',
    `Usage: ${line}`,
    '',
    ...flags.map((flag: Flag) => {
      const fallback = flag.fallback === undefined ? '' : ` (default ${flag.fallback})`;
      return `  ${shown(flag).padEnd(width)}  ${flag.help}${fallback}`;
    }),
    ...(command.notes ? ['', ...command.notes] : []),
  ].join('\n');
};
