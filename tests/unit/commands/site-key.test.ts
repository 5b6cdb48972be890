import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadSiteKey } from '#controller/commands/site-key.ts';
import { entropy, temporaryFolder } from '#tests/support/api-site.ts';

const folders: string[] = [];
const folder = (): string => {
  folders.push(temporaryFolder());
  return folders.at(-1) ?? '';
};
afterEach(() => {
  for (const path of folders.splice(0)) rmSync(path, { recursive: true });
});

describe('the site key', () => {
  it('is made once, for its owner alone, and is the same after a restart', () => {
    const dir = folder();
    const key = loadSiteKey(dir, entropy);
    expect(key).toHaveLength(32);
    expect(statSync(join(dir, 'site.key')).mode & 0o777).toBe(0o600);
    expect(loadSiteKey(dir, entropy)).toEqual(key);
    expect(new Uint8Array(readFileSync(join(dir, 'site.key')))).toEqual(key);
  });

  it('that others can read, is too short, or is gone beside a ledger stops the start with the fix', () => {
    const open = folder();
    loadSiteKey(open, entropy);
    chmodSync(join(open, 'site.key'), 0o644);
    expect(() => loadSiteKey(open, entropy)).toThrow(/mode 644, others can read it: run chmod 600/);
    const short = folder();
    writeFileSync(join(short, 'site.key'), 'x', { mode: 0o600 });
    expect(() => loadSiteKey(short, entropy)).toThrow(/has 1 bytes instead of 32: put back/);
    expect(() => loadSiteKey(folder(), entropy, false)).toThrow(/is missing but the ledger is there/);
  });
});
