import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArguments, UsageError } from '#controller/cli/command.ts';
import { label } from '#controller/cli/label.ts';
import { makeDocketCode } from '#controller/domain/docket-code.ts';
import { escPosOf } from '../label-printer/escpos-reparse.ts';
import { tsplOf } from '../label-printer/tspl-reparse.ts';
import { commandsOf } from '../label-printer/zpl-reparse.ts';

const starts = (text: string) => (bytes: Buffer) =>
  expect(bytes.toString('latin1').startsWith(text)).toBe(true);
const checks: Readonly<Record<string, (bytes: Buffer) => void>> = {
  zpl: (bytes) => expect(commandsOf(bytes).map((one) => one.command)).toContain('^GF'),
  tspl: (bytes) => expect(tsplOf(bytes).commands.at(-1)).toBe('PRINT 1,1'),
  escpos: (bytes) => expect(escPosOf(bytes).commands.at(-1)).toBe('V 66,0'),
  png: starts('\x89PNG'),
  pdf: starts('%PDF-1.4'),
};

describe('docketbox label', () => {
  const folder = mkdtempSync(join(tmpdir(), 'docketbox-label-'));
  const file = join(folder, 'label.json');
  beforeAll(() =>
    writeFileSync(
      file,
      JSON.stringify({ docket: makeDocketCode(new Uint8Array(16)), recipient: '市财政局', number: '1号' }),
    ),
  );
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = async (...more: string[]) => {
    const said: string[] = [];
    const console = { out: (line: string) => said.push(line), err: (line: string) => said.push(line) };
    const out = join(folder, 'out');
    const code = await label.run(readArguments(label, ['--in', file, '--out', out, ...more]), console);
    return { code, said, bytes: readFileSync(out) };
  };

  it.each(Object.keys(checks))('writes %s', async (language) => {
    const { code, bytes } = await run('--language', language);
    expect(code).toBe(0);
    checks[language]?.(bytes);
  });

  it('writes TSPL for either firmware, and PDF on A4', async () => {
    const [zero, one] = [
      await run('--language', 'tspl'),
      await run('--language', 'tspl', '--black-bit', '1'),
    ];
    expect(zero.bytes.length).toBe(one.bytes.length);
    expect(zero.bytes.equals(one.bytes)).toBe(false);
    const { bytes } = await run('--language', 'pdf', '--paper', 'A4');
    expect(bytes.toString('latin1')).toContain('/MediaBox[0 0 595.276 841.890]');
  });

  it.each([
    ['--language', 'pcl'],
    ['--paper', 'A5'],
    ['--black-bit', '2'],
    ['--stock', '10x10'],
    ['--dpi', '204'],
  ])('refuses %s %s', async (flag, value) => {
    await expect(run(flag, value)).rejects.toThrow(UsageError);
  });

  it('names every field that is wrong with its value and what to write', async () => {
    const wrong = join(folder, 'wrong.json');
    writeFileSync(wrong, '{"docket":"0000000000000001","recipient":5,"colour":"red"}');
    await expect(run('--in', wrong)).rejects.toThrow(
      [
        `${wrong}: docket = "0000000000000001" — its check character is wrong; copy the code from the docket`,
        `${wrong}: recipient = 5 — give a text`,
        `${wrong}: number — it is missing: give a text`,
        `${wrong}: $ = {"docket":"0000000000000001","recipient":5,"colour":"red"} — there is no "colour": leave it out`,
      ].join('\n'),
    );
  });
});
