import { describe, expect, test } from 'vitest';
import {
  CommandFailed,
  readArguments,
  UsageError,
  usageOf,
  wholeNumber,
  type Command,
  type Input,
} from '#controller/cli/command.ts';
import { runCommandLine, type Entry } from '#controller/cli/run.ts';

const command = (run: (input: Input) => Promise<0 | 1 | 2> = () => Promise.resolve(0)): Command => ({
  name: 'weigh',
  summary: 'Weighs a file.',
  operands: ['FILE'],
  flags: [
    { name: 'data', value: 'DIR', required: true, help: 'where' },
    { name: 'unit', value: 'U', fallback: 'g', help: 'grams or stones' },
    { name: 'dry-run', help: 'only look' },
  ],
  run,
});
const entry = (made: Command): Entry => ({
  name: 'weigh',
  summary: 'weigh a file',
  load: () => Promise.resolve(made),
});
const run = async (args: readonly string[], made = command()) => {
  const said = { out: [] as string[], err: [] as string[] };
  const console = { out: (line: string) => said.out.push(line), err: (line: string) => said.err.push(line) };
  const code = await runCommandLine([entry(made)], args, console, '1.2.3');
  return { code, out: said.out.join('\n'), err: said.err.join('\n') };
};

describe('a command line', () => {
  test('gives a command its operands, flags and fallbacks', async () => {
    let got: unknown;
    const made = command((input) => {
      got = [input.operands, input.value('data'), input.value('unit'), input.on('dry-run'), input.json];
      return Promise.resolve(1);
    });
    expect((await run(['weigh', 'a.txt', '--data=d', '--dry-run', '--json'], made)).code).toBe(1);
    expect(got).toEqual([['a.txt'], 'd', 'g', true, true]);
  });

  test('gives every value of a repeatable flag in order, and shows that it is one', () => {
    const made: Command = {
      ...command(),
      flags: [{ name: 'mark', value: 'M', repeatable: true, help: 'm' }],
    };
    const read = (...args: string[]) => readArguments(made, ['file', ...args]).all('mark');
    expect(read('--mark', 'b', '--mark=a')).toEqual(['b', 'a']);
    expect(read()).toEqual([]);
    expect(usageOf(made)).toContain('[--mark M]…');
  });

  test.each<[string, string[], RegExp]>([
    ['an unknown flag', ['weigh', 'a', '--data', 'd', '--colour', 'red'], /'--colour'/],
    ['a missing flag', ['weigh', 'a'], /--data DIR is missing/],
    ['a missing operand', ['weigh', '--data', 'd'], /FILE is missing/],
    ['one operand too many', ['weigh', 'a', 'b', '--data', 'd'], /unexpected argument "b"/],
    ['a flag without its value', ['weigh', 'a', '--data'], /'--data/],
    ['an unknown command', ['wiegh'], /no command "wiegh"; there are weigh/],
    ['terminal codes', ['\u001b[2Jx'], /no command "·\[2Jx"/],
    ['a prototype name', ['__proto__'], /no command/],
  ])('with %s ends with 2 and names it', async (_, args, message) => {
    const { code, err, out } = await run(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
  });

  test('of nothing shows the commands and ends with 2; --help shows them and ends with 0', async () => {
    expect(await run([])).toMatchObject({ code: 2, err: expect.stringContaining('weigh') });
    for (const help of ['--help', '-h', 'help'])
      expect(await run([help])).toMatchObject({ code: 0, out: expect.stringContaining('weigh') });
    expect(await run(['--version'])).toMatchObject({ code: 0, out: '1.2.3' });
  });

  test('with --help anywhere shows every flag and runs nothing', async () => {
    const never = command(() => Promise.reject(new Error('ran')));
    const { code, out } = await run(['weigh', '--nonsense', '--help'], never);
    expect(code).toBe(0);
    expect(out).toBe(usageOf(never));
    for (const flag of ['--data DIR', '[--unit U]', '(default g)', '[--dry-run]', '[--json]'])
      expect(out).toContain(flag);
  });

  test('that fails says why in a line, a bug with its place, both with exit code 1', async () => {
    const failed = await run(
      ['weigh', 'a', '--data', 'd'],
      command(() => Promise.reject(new CommandFailed('disk full'))),
    );
    expect(failed).toMatchObject({ code: 1, err: 'docketbox weigh: disk full' });
    const bug = await run(
      ['weigh', 'a', '--data', 'd'],
      command(() => Promise.reject(new TypeError('x is not'))),
    );
    expect(bug.code).toBe(1);
    expect(bug.err).toMatch(/x is not[^]*command-line\.test/);
  });
});

test.each(['', '-1', '1.5', '0x10', '1e3', ' 5', '65536', '٣', '99999999999'])(
  '--port %j is refused',
  (text) => {
    expect(() => wholeNumber('port', text, [0, 65_535])).toThrow(UsageError);
  },
);

test('everything after -- is an operand', () => {
  expect(readArguments(command(), ['--data', 'd', '--', '--help']).operands).toEqual(['--help']);
});
