import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { consignmentView } from '#controller/api/answers.ts';
import { catalogue } from '#controller/domain/events.ts';
import { alarmKind, verdict } from '#controller/domain/catalogue/session.ts';
import { signInRefused } from '#controller/domain/catalogue/people.ts';
import { refusalReason, urgency } from '#controller/domain/catalogue/papers.ts';
import { linkFaults } from '#drivers/link.ts';
import { causes } from '#label-printer/languages/causes.ts';
import { en as commonEn } from '../../../kiosk-ui/src/text/common/en.ts';
import { zhCN as commonZh } from '../../../kiosk-ui/src/text/common/zh-CN.ts';
import { en as custodyEn } from '../../../kiosk-ui/src/text/custody/en.ts';
import { zhCN as custodyZh } from '../../../kiosk-ui/src/text/custody/zh-CN.ts';
import { en as devicesEn } from '../../../kiosk-ui/src/text/devices/en.ts';
import { zhCN as devicesZh } from '../../../kiosk-ui/src/text/devices/zh-CN.ts';
import { en as evaluationEn } from '../../../kiosk-ui/src/text/evaluation/en.ts';
import { zhCN as evaluationZh } from '../../../kiosk-ui/src/text/evaluation/zh-CN.ts';
import { en as faultsEn } from '../../../kiosk-ui/src/text/faults/en.ts';
import { zhCN as faultsZh } from '../../../kiosk-ui/src/text/faults/zh-CN.ts';
import { en as filesEn } from '../../../kiosk-ui/src/text/files/en.ts';
import { zhCN as filesZh } from '../../../kiosk-ui/src/text/files/zh-CN.ts';
import { en as kioskEn } from '../../../kiosk-ui/src/text/kiosk/en.ts';
import { zhCN as kioskZh } from '../../../kiosk-ui/src/text/kiosk/zh-CN.ts';
import { en as labelsEn } from '../../../kiosk-ui/src/text/labels/en.ts';
import { zhCN as labelsZh } from '../../../kiosk-ui/src/text/labels/zh-CN.ts';
import { en as listsEn } from '../../../kiosk-ui/src/text/lists/en.ts';
import { zhCN as listsZh } from '../../../kiosk-ui/src/text/lists/zh-CN.ts';
import { en as messagesEn } from '../../../kiosk-ui/src/text/messages/en.ts';
import { zhCN as messagesZh } from '../../../kiosk-ui/src/text/messages/zh-CN.ts';
import { en as mobileEn } from '../../../kiosk-ui/src/text/mobile/en.ts';
import { zhCN as mobileZh } from '../../../kiosk-ui/src/text/mobile/zh-CN.ts';
import { en as officeEn } from '../../../kiosk-ui/src/text/office/en.ts';
import { zhCN as officeZh } from '../../../kiosk-ui/src/text/office/zh-CN.ts';
import { en as receiptEn } from '../../../kiosk-ui/src/text/receipt/en.ts';
import { zhCN as receiptZh } from '../../../kiosk-ui/src/text/receipt/zh-CN.ts';
import { en as scansEn } from '../../../kiosk-ui/src/text/scans/en.ts';
import { zhCN as scansZh } from '../../../kiosk-ui/src/text/scans/zh-CN.ts';
import { en as searchEn } from '../../../kiosk-ui/src/text/search/en.ts';
import { zhCN as searchZh } from '../../../kiosk-ui/src/text/search/zh-CN.ts';
import { en as sheetsEn } from '../../../kiosk-ui/src/text/sheets/en.ts';
import { zhCN as sheetsZh } from '../../../kiosk-ui/src/text/sheets/zh-CN.ts';
import { fill, placeholdersOf } from '../../../kiosk-ui/src/text/words.ts';

type Words = Readonly<Record<string, string>>;
const dictionaries: readonly (readonly [string, Words, Words])[] = [
  ['common', commonZh, commonEn],
  ['custody', custodyZh, custodyEn],
  ['devices', devicesZh, devicesEn],
  ['evaluation', evaluationZh, evaluationEn],
  ['faults', faultsZh, faultsEn],
  ['files', filesZh, filesEn],
  ['kiosk', kioskZh, kioskEn],
  ['labels', labelsZh, labelsEn],
  ['lists', listsZh, listsEn],
  ['messages', messagesZh, messagesEn],
  ['mobile', mobileZh, mobileEn],
  ['office', officeZh, officeEn],
  ['receipt', receiptZh, receiptEn],
  ['scans', scansZh, scansEn],
  ['search', searchZh, searchEn],
  ['sheets', sheetsZh, sheetsEn],
];
/** Placeholders that differ between two dictionaries, by key. */
const differing = (zh: Words, en: Words): string[] =>
  Object.keys(zh).filter(
    (key) => placeholdersOf(zh[key] ?? '').join() !== placeholdersOf(en[key] ?? '').join(),
  );

describe.each(dictionaries)('the %s dictionary', (_name, zh, en) => {
  test('has the same keys in both languages', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
  });
  test('asks for the same values in both languages', () => {
    expect(differing(zh, en)).toEqual([]);
  });
  test('has balanced brackets, and no empty text but those meant to be', () => {
    const count = (text: string, mark: string): number => text.split(mark).length;
    for (const [key, text] of [...Object.entries(zh), ...Object.entries(en)]) {
      if (!key.startsWith('compartment.')) expect([key, text]).not.toEqual([key, '']);
      expect([key, count(text, '{'), count(text, '[')]).toEqual([key, count(text, '}'), count(text, ']')]);
    }
  });
  test('speaks Chinese in Chinese', () => {
    const chinese = Object.entries(zh).filter(([key, text]) => text.length > 1 && key !== 'language.other');
    const other = chinese.filter(([, text]) => !/\p{Script=Han}/u.test(text.replace(/\{[^}]*\}/g, '')));
    expect(other.filter(([, text]) => /\p{Letter}/u.test(text.replace(/\{[^}]*\}/g, '')))).toEqual([]);
  });
});

test('a placeholder missing in one language is noticed', () => {
  expect(differing({ a: '{n} 件', b: '好' }, { a: 'pieces', b: 'fine' })).toEqual(['a']);
});

describe('every code a station can send has words', () => {
  const refusal = z.toJSONSchema(signInRefused.payload) as unknown as {
    properties: { why: { enum: string[] } };
  };
  const refusals = refusal.properties.why.enum;
  test.each([...verdict.options, ...refusals, 'unknown-person'])('message %s', (code) => {
    expect(messagesZh).toHaveProperty([`message.${code}`]);
  });
  test.each(alarmKind.options)('alarm %s', (code) => {
    expect(messagesZh).toHaveProperty([`alarm.${code}`]);
  });
  test.each([
    'ledger-unavailable',
    'ledger-untrusted',
    'scanner-offline',
    'locks-offline',
    'printer-attention',
  ])('problem %s', (code) => {
    expect(messagesZh).toHaveProperty([`problem.${code}`]);
  });
  test.each(refusalReason.options)('reason %s', (code) => {
    expect(commonZh).toHaveProperty([`reason.${code}`]);
  });
  test.each(urgency.options)('urgency %s', (code) => {
    expect(commonZh).toHaveProperty([`urgency.${code}`]);
  });
});

/** Codes that code says in so many letters: `say('x'`, `refuse('x'`. */
const codesIn = (source: string): string[] =>
  [...source.matchAll(/(?:\bsay|#say|\brefuse)\('([a-z-]+)'/g)].map(([, code]) => code ?? '');

test('every code that flows and stations say has words', () => {
  const files = ['controller/flows', 'controller/stations'].flatMap((folder) =>
    readdirSync(folder).map((name) => readFileSync(`${folder}/${name}`, 'utf8')),
  );
  const codes = new Set(files.flatMap(codesIn));
  expect(codes.size).toBeGreaterThan(10);
  expect([...codes].filter((code) => !Object.hasOwn(messagesZh, `message.${code}`))).toEqual([]);
});
test('a code said in the source is found', () => {
  expect(codesIn("draft.say('new-thing', 'info'); this.#say('other'); draft.refuse('third')")).toEqual([
    'new-thing',
    'other',
    'third',
  ]);
});

/** Codes of faults that source makes, with the names of their values: `code: 'x', values: { a, b }`. */
const faultsIn = (source: string): [code: string, values: string[]][] =>
  [...source.matchAll(/code: '([a-z-]+)',\s*values: \{([^}]*)\}/g)].map(([, code = '', values = '']) => [
    code,
    [...values.matchAll(/\w+/g)].map(([name]) => name).toSorted(),
  ]);

test('every fault of a device has words that ask for no value it does not bring', () => {
  const made = ['board-problem', 'bins', 'lamps', 'slots', 'twins'].map(
    (name) => `controller/devices/${name}.ts`,
  );
  const sources = [...made, 'drivers/bus-boards/listening.ts'].map((file) => readFileSync(file, 'utf8'));
  const bare = [...linkFaults, ...Object.keys(causes)].map((code): [string, string[]] => [code, []]);
  const beams = ['outer-beam-stuck', 'inner-beam-stuck', 'outer-beam-blind', 'inner-beam-blind'];
  const faults = [
    ...sources.flatMap(faultsIn),
    ...beams.map((code): [string, string[]] => [code, ['compartment']]),
    ...bare,
  ];
  expect(faults.length).toBeGreaterThan(50);
  const words: Words = faultsZh;
  const missing = faults.filter(([code, values]) =>
    placeholdersOf(words[`fault.${code}`] ?? '{no words}').some((name) => !values.includes(name)),
  );
  expect(missing).toEqual([]);
  const known = new Set(faults.map(([code]) => `fault.${code}`));
  expect(Object.keys(words).filter((key) => !known.has(key))).toEqual([
    'fault.bin-flutters',
    'fault.full-flutters',
    'fault.other',
  ]);
});
test('a fault made in the source is found', () => {
  expect(faultsIn("{ code: 'no-answer', values: { address } }, { code: 'x', values: {} }")).toEqual([
    ['no-answer', ['address']],
    ['x', []],
  ]);
});

test('every event and state of a piece has words on the page for phones', () => {
  const events = [...catalogue.values()].filter(({ stream }) => stream === 'consignment');
  const keys = [
    ...events.map(({ type }) => `event.${type}`),
    ...consignmentView.shape.state.options.map((state) => `state.${state}`),
  ];
  expect(keys.length).toBeGreaterThan(25);
  expect(keys.filter((key) => !Object.hasOwn(mobileZh, key))).toEqual([]);
});

describe('filling in values', () => {
  test('puts each value in its place', () => {
    expect(fill('{name}（{number}）', { name: '李明', number: '1001' })).toBe('李明（1001）');
  });
  test('chooses the word for one or for many', () => {
    const text = '{n} {n|piece|pieces}';
    expect([0, 1, 2].map((n) => fill(text, { n }))).toEqual(['0 pieces', '1 piece', '2 pieces']);
  });
  test('leaves out an optional part whose value is missing or empty', () => {
    const text = '已满[（{reason}）]，[请到{cabinet}]';
    expect(fill(text, { reason: '', cabinet: 'A 柜' })).toBe('已满，请到A 柜');
    expect(fill(text)).toBe('已满，');
  });
  test('takes a value as it is, even when it looks like a placeholder or like markup', () => {
    expect(fill('[{a}] {b}', { a: '{b}', b: '<b>$&' })).not.toContain('undefined');
    expect(fill('{b}', { b: '<b>$&{a}' })).toBe('<b>$&{a}');
  });
  test('a value with brackets or braces is never read as a template', () => {
    expect(fill('[：{a}]{b}', { a: '[x]{b}', b: 'B' })).toBe('：[x]{b}B');
  });
  test('says a dash for a value that is not there', () => {
    expect(fill('{a}')).toBe('—');
  });
});
