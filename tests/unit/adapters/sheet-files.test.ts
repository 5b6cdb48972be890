import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sheetFiles } from '#controller/adapters/sheet-files.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';

let folder: string;
beforeEach(() => (folder = join(mkdtempSync(join(tmpdir(), 'sheets-')), 'sheets')));
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

const pdf = Buffer.from('%PDF-1.7\nhello');
const DIGEST = /^[0-9a-f]{64}$/;

it('gives back what it was given, also in the next life, and keeps the same bytes once', () => {
  const clock = new ManualClock();
  const first = sheetFiles(folder, clock);
  const digest = first.put(pdf);
  expect(digest).toMatch(DIGEST);
  expect(first.put(pdf)).toBe(digest);
  const second = sheetFiles(folder, clock);
  expect(second.get(digest)).toEqual(Uint8Array.from(pdf));
  expect(second.list()).toEqual([{ digest, storedAt: clock.now() }]);
  second.remove(digest);
  second.remove(digest);
  expect(second.get(digest)).toBeUndefined();
  expect(readdirSync(folder)).toEqual([]);
});

it('lets nobody but its owner read', () => {
  sheetFiles(folder, new ManualClock()).put(pdf);
  expect(statSync(folder).mode & 0o077).toBe(0);
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
});

it('does not give out a file that was changed, and writes it anew when it is put again', () => {
  const store = sheetFiles(folder, new ManualClock());
  const digest = store.put(pdf);
  writeFileSync(join(folder, `${digest}.pdf`), 'something else');
  expect(store.get(digest)).toBeUndefined();
  store.put(pdf);
  expect(store.get(digest)).toEqual(Uint8Array.from(pdf));
});

it('clears away what a crash left half written, and reads nothing outside its folder', () => {
  const store = sheetFiles(folder, new ManualClock());
  writeFileSync(join(folder, 'abc.pdf.part'), 'half');
  expect(sheetFiles(folder, new ManualClock()).list()).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
  expect(() => store.get('../../etc/passwd')).toThrow(RangeError);
});
