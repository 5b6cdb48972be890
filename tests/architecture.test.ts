import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { afterEach, describe, expect, test } from 'vitest';
import { rules } from './support/dependency-rules.ts';

const folders = ['controller', 'drivers', 'label-printer', 'simulator', 'kiosk-ui', 'scripts'];

const violations = async (baseDir: string, tops: string[]): Promise<string[]> => {
  const { output } = await cruise(tops, {
    ...rules.options,
    ruleSet: { forbidden: rules.forbidden },
    validate: true,
    baseDir,
  });
  const summary = (output as ICruiseResult).summary;
  if (summary.totalCruised === 0) throw new Error('nothing was cruised');
  return summary.violations.map((v) => `${v.rule.name}: ${v.from} → ${v.to}`);
};

const tracked = (): string[] =>
  execFileSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.svelte', '*.mjs'],
    { encoding: 'utf8' },
  )
    .split('\n')
    .filter((path) => path !== '');
const lines = (path: string): number => {
  try {
    return readFileSync(path, 'utf8').split('\n').length - 1;
  } catch {
    return 0;
  }
};

describe('the architecture', () => {
  const made: string[] = [];
  afterEach(() => made.splice(0).forEach((dir) => rmSync(dir, { recursive: true })));

  test('every import follows the rules', async () => {
    expect(await violations(process.cwd(), folders)).toEqual([]);
  });

  test.each([
    ['simulator/board.ts', 'drivers/board.ts', 'simulator-stands-alone'],
    ['controller/domain/a.ts', 'controller/ports/b.ts', 'domain-is-pure'],
    ['controller/api/http.ts', 'controller/devices/bus.ts', 'api'],
    ['drivers/board.ts', 'controller/ledger/store.ts', 'drivers'],
    ['kiosk-ui/page.ts', 'controller/api/http.ts', 'kiosk-knows-the-contract'],
    ['controller/main.ts', 'simulator/main.ts', 'only-tests-import-the-simulator'],
    ['controller/flows/drop.ts', 'tests/support.ts', 'nobody-imports-tests'],
    ['controller/stations/run.ts', 'controller/adapters/clock.ts', 'only-main-constructs-adapters'],
    [
      'controller/api/routes/imports.ts',
      'controller/commands/import/table.ts',
      'hostile-files-have-their-own-thread',
    ],
    ['controller/main.ts', 'label-printer/stamp-file.ts', 'hostile-files-have-their-own-thread'],
  ])('a planted import of %s → %s is caught', async (from, to, rule) => {
    const dir = mkdtempSync(join(tmpdir(), 'docketbox-architecture-'));
    made.push(dir);
    for (const path of [from, to]) mkdirSync(join(dir, dirname(path)), { recursive: true });
    writeFileSync(join(dir, 'tsconfig.json'), '{}');
    const up = '../'.repeat(from.split('/').length - 1);
    writeFileSync(join(dir, from), `import { x } from '${up}${to}';\nexport const y = x;\n`);
    writeFileSync(join(dir, to), 'export const x = 1;\n');
    const found = await violations(dir, [...new Set([from, to].map((path) => path.split('/')[0] ?? ''))]);
    expect(found.some((line) => line.startsWith(`${rule}:`))).toBe(true);
  });

  test('a planted cycle is caught', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'docketbox-architecture-'));
    made.push(dir);
    mkdirSync(join(dir, 'drivers'));
    writeFileSync(join(dir, 'tsconfig.json'), '{}');
    writeFileSync(
      join(dir, 'drivers/a.ts'),
      `import { b } from './b.ts';\nexport const a = (): unknown => b;\n`,
    );
    writeFileSync(
      join(dir, 'drivers/b.ts'),
      `import { a } from './a.ts';\nexport const b = (): unknown => a;\n`,
    );
    expect((await violations(dir, ['drivers'])).some((line) => line.startsWith('no-cycles:'))).toBe(true);
  });

  test('no file is longer than 400 lines, no test than 500', () => {
    const long = tracked().filter((path) => lines(path) > (path.startsWith('tests/') ? 500 : 400));
    expect(long).toEqual([]);
  });

  test('the median source file has at most 80 lines', () => {
    const lengths = tracked()
      .filter((path) => folders.some((folder) => path.startsWith(`${folder}/`)))
      .map(lines)
      .sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(80);
  });
});
