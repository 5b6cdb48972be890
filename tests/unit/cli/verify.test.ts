import { describe, expect, test } from 'vitest';
import { runCommandLine } from '#controller/cli/run.ts';
import { verify } from '#controller/cli/verify.ts';
import { openLedger } from '#controller/ledger/open-ledger.ts';
import { add, temporaryDir, wentOffline } from '#tests/support/ledgers.ts';
import { fixChain, rewrite, tamperQuietly } from '#tests/support/tampering.ts';

const run = async (...args: string[]) => {
  const said = { out: [] as string[], err: [] as string[] };
  const console = { out: (line: string) => said.out.push(line), err: (line: string) => said.err.push(line) };
  const entry = { name: 'verify', summary: '', load: () => Promise.resolve(verify) };
  const code = await runCommandLine([entry], ['verify', ...args], console, '0');
  return { code, out: said.out.join('\n'), err: said.err.join('\n') };
};
/** Nine events; answers the root after them. */
const fill = (dataDir: string): string => {
  using opened = new DisposableStack();
  const ledger = opened.adopt(openLedger({ dataDir, site: 'test' }), (each) => each.close());
  for (let i = 0; i < 9; i++) add(ledger, 'device:board', wentOffline(`cable ${i}`));
  return ledger.head().root;
};

describe('docketbox verify', () => {
  test('says size, root and that nothing was changed, and ends with 0', async () => {
    using dir = temporaryDir();
    const root = fill(dir.path);
    const whole = { code: 0, out: `9 events, root ${root}: nothing was changed`, err: '' };
    expect(await run('--data', dir.path)).toEqual(whole);
    expect(await run('--data', dir.path, '--known', `9:${root.toUpperCase()}`)).toEqual(whole);
    const { code, out } = await run('--data', dir.path, '--json');
    expect([code, JSON.parse(out)]).toEqual([0, { size: 9, root, findings: [] }]);
  });

  test('names every edit with its event, and ends with 1', async () => {
    using dir = temporaryDir();
    fill(dir.path);
    tamperQuietly(dir.path, (db) => {
      rewrite(db, 3, { actor: '6666' });
      rewrite(db, 7, { actor: '6666' });
    });
    const { code, out } = await run('--data', dir.path);
    expect(code).toBe(1);
    expect(out).toMatch(
      /^event 3: leaf-differs: .*\nevent 7: leaf-differs: .*\n9 events, root [0-9a-f]+: 2 findings$/,
    );
    expect(JSON.parse((await run('--data', dir.path, '--json')).out).findings).toHaveLength(2);
  });

  test('finds a forged chain by a root that was printed once, and not without it', async () => {
    using dir = temporaryDir();
    const root = fill(dir.path);
    tamperQuietly(dir.path, (db) => {
      rewrite(db, 3, { actor: '6666' });
      fixChain(db);
    });
    expect((await run('--data', dir.path)).code).toBe(0);
    const { code, out } = await run('--data', dir.path, '--known', `9:${root}`);
    expect([code, out.split('\n')[0]]).toEqual([1, expect.stringContaining('event 9: checkpoint-differs')]);
  });

  test.each([
    ['a directory without a ledger', ['--data', '/nonexistent'], 1, /holds no ledger.*--data/],
    ['no directory', [], 2, /--data DIR is missing/],
    ['a root that is none', ['--data', '/nonexistent', '--known', '9:abc'], 2, /SIZE:ROOT, the root as 64/],
    ['a size that is none', ['--data', '/nonexistent', '--known', `x:${'a'.repeat(64)}`], 2, /SIZE:ROOT/],
  ] as const)('with %s says what to do', async (_, args, code, message) => {
    const said = await run(...args);
    expect([said.code, said.out]).toEqual([code, '']);
    expect(said.err).toMatch(message);
  });
});
