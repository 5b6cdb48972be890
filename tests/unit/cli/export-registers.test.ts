import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exportCommand } from '#controller/cli/export.ts';
import { runCommandLine } from '#controller/cli/run.ts';
import { loadSiteKey } from '#controller/commands/site-key.ts';
import { openLedger } from '#controller/ledger/open-ledger.ts';
import { projections } from '#controller/views/read-models.ts';
import { entropy } from '#tests/support/api-site.ts';
import { add, temporaryDir } from '#tests/support/ledgers.ts';

const run = async (...args: string[]) => {
  const out: string[] = [];
  const entries = [{ name: 'export', summary: '', load: () => Promise.resolve(exportCommand) }];
  const say = (line: string): void => void out.push(line);
  return {
    code: await runCommandLine(entries, ['export', ...args], { out: say, err: say }, '0'),
    out: out.join('\n'),
  };
};

it('docketbox export registers writes a register, refuses to overwrite, and names what is wrong', async () => {
  using dir = temporaryDir();
  const ledger = openLedger({ dataDir: dir.path, site: 'demo', projections });
  loadSiteKey(dir.path, entropy, true);
  add(ledger, 'document:d1', {
    type: 'DocumentRegistered',
    payload: {
      ...{
        number: '某政办发〔2026〕12号',
        title: '=关于防汛',
        issuers: ['某市人民政府办公室'],
        kind: '通知',
      },
      ...{
        urgency: 'none',
        pages: null,
        writtenOn: null,
        barcode: null,
        oaId: null,
        way: 'form',
        oddities: [],
      },
    },
  });
  ledger.close();
  const out = join(dir.path, 'receiving.csv');
  const wanted = ['registers', '--data', dir.path, '--out', out];
  expect((await run(...wanted, '--json')).code).toBe(0);
  const text = readFileSync(out, 'utf8');
  expect(text.split('\r\n')[1]).toMatch(/^1,"2026-06-18 09:00","某政办发〔2026〕12号","'=关于防汛",/);
  expect(await run(...wanted)).toMatchObject({ code: 1, out: expect.stringContaining('there already') });
  for (const [flag, value] of [
    ['--register', 'sending'],
    ['--from', '2026-02-30'],
    ['--format', 'doc'],
    ['--time-zone', 'Mars'],
  ] as const)
    expect(await run(...wanted, flag, value)).toMatchObject({ code: 2, out: expect.stringContaining(value) });
});
