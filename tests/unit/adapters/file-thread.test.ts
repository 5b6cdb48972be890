import { afterEach, describe, expect, test } from 'vitest';
import { fileThread } from '#controller/adapters/threads/file-thread.ts';
import type { FileReader, Read } from '#controller/commands/file-reading.ts';
import type { Fault } from '#controller/commands/packages/fault.ts';
import { ManualClock, settle } from '#tests/support/manual-clock.ts';
import { ofdOf } from '#tests/support/ofd-writer.ts';
import { readHere } from '#tests/support/reading-here.ts';
import { zipOf } from '#tests/support/zip-writer.ts';

const PATIENT = { timeout: 120_000 };
const readers: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const reader of readers.splice(0)) await reader.stop();
});
const begin = (limits: { readonly memoryMb?: number } = {}, clock = new ManualClock()) => {
  const reader = fileThread(clock, limits);
  readers.push(reader);
  return { reader, clock };
};
const text = (lines: string): Uint8Array => new TextEncoder().encode(lines);
const LIST = text('代码,名称\nczj,财政局\n');
const faultOf = (read: Read<unknown>) => (read.ok ? 'read' : read.fault);

/** Whether a file is read before anybody else had a turn: then a large one would hold up the doors. */
const holdsUp = async (reader: FileReader): Promise<boolean> => {
  let done = false;
  const read = reader.table(LIST).then(() => (done = true));
  // Promises alone: no message of another thread can come in between.
  await settle();
  const inOneTurn = done;
  await read;
  return inOneTurn;
};

test(
  'a file is read while the controller goes on; read here (the mutant) it holds everybody up',
  PATIENT,
  async () => {
    expect(await holdsUp(begin().reader)).toBe(false);
    expect(await holdsUp(readHere)).toBe(true);
  },
);

test('another thread reads the same of lists and packages, faults and all', PATIENT, async () => {
  const { reader } = begin();
  for (const bytes of [LIST, text('代码,名称\n')])
    expect(await reader.table(bytes)).toEqual(await readHere.table(bytes));
  const ofd = ofdOf({ info: { Title: '关于防汛的通知' }, custom: { 发文字号: '某办发〔2026〕1号' } });
  const names = { number: ['收文号'] };
  for (const bytes of [ofd, text('收文号,密级\n某办发〔2026〕1号,无\n某办发〔2026〕2号,机密\n')])
    expect(await reader.documents(bytes, names)).toEqual(await readHere.documents(bytes, names));
});

/** A workbook of one sheet; stored as it is, or deflated. */
const sheet = (data: string | Uint8Array, form: { readonly stored?: true } = { stored: true }): Uint8Array =>
  zipOf([
    { name: 'xl/workbook.xml', data: '<workbook><sheets><sheet name="1" id="r1"/></sheets></workbook>' },
    {
      name: 'xl/_rels/workbook.xml.rels',
      data: '<Relationships><Relationship Id="r1" Target="worksheets/1.xml"/></Relationships>',
    },
    { name: 'xl/worksheets/1.xml', data, ...form },
  ]);

describe(
  'a hostile file ends in a fault with its place, its value and the fix, and harms no other',
  PATIENT,
  () => {
    test.each<[string, () => Uint8Array, Partial<Fault>]>([
      [
        'a zip bomb',
        () => sheet(Buffer.alloc(5e6, ' '), {}),
        { code: 'part-bomb', place: 'xl/worksheets/1.xml' },
      ],
      [
        '200 MB of XML in some hundred kilobytes',
        () => sheet(Buffer.alloc(200e6, '<c/>'), {}),
        { code: 'part-too-large', place: 'xl/worksheets/1.xml' },
      ],
      [
        'a cell of a workbook that never ends',
        () => sheet(`<worksheet><sheetData><row r="1"><c t="str"><v>${'x'.repeat(6e6)}`),
        { code: 'xml-damaged', place: 'xl/worksheets/1.xml' },
      ],
      [
        'a cell of a CSV that never ends',
        () => text(`代码,名称\nczj,"${'x'.repeat(7e6)}`),
        { code: 'csv-quotes' },
      ],
    ])('%s', async (_, make, fault) => {
      const { reader } = begin();
      expect(faultOf(await reader.table(make()))).toMatchObject(fault);
    });

    test('one that takes longer than its time limit', async () => {
      const { reader, clock } = begin();
      const read = reader.table(LIST);
      // Before any answer can come: a slow file for a clock this quick.
      await clock.advance(30_000);
      expect(faultOf(await read)).toEqual({ code: 'too-slow', place: '', value: '30 s' });
      expect(faultOf(await reader.table(LIST))).toBe('read');
    });

    test('one that takes more than its memory limit', async () => {
      const row = `${'字,'.repeat(59)}字`;
      const many = text(`${row}\n`.repeat(9000));
      const { reader } = begin({ memoryMb: 16 });
      expect(faultOf(await reader.table(many))).toEqual({ code: 'too-heavy', place: '', value: '16 MB' });
      expect(faultOf(await begin().reader.table(many))).toBe('read');
    });
  },
);
