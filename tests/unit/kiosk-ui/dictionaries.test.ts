import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { consignmentView } from '#controller/api/answers.ts';
import { catalogue } from '#controller/domain/events.ts';
import { alarmKind, verdict } from '#controller/domain/catalogue/session.ts';
import { signInRefused } from '#controller/domain/catalogue/people.ts';
import { refusalReason, urgency } from '#controller/domain/catalogue/papers.ts';
import { linkFaults } from '#drivers/link.ts';
import { causes } from '#label-printer/languages/causes.ts';
import { zhCN as commonZh } from '../../../kiosk-ui/src/text/common/zh-CN.ts';
import { zhCN as faultsZh } from '../../../kiosk-ui/src/text/faults/zh-CN.ts';
import { zhCN as messagesZh } from '../../../kiosk-ui/src/text/messages/zh-CN.ts';
import { zhCN as mobileZh } from '../../../kiosk-ui/src/text/mobile/zh-CN.ts';
import { fill, placeholdersOf } from '../../../kiosk-ui/src/text/words.ts';

type Words = Readonly<Record<string, string>>;
const TEXT = join(import.meta.dirname, '../../../kiosk-ui/src/text');
const wordsIn = async (file: string): Promise<Record<string, Words>> =>
  (await import(join(TEXT, file))) as Record<string, Words>;
const names = readdirSync(TEXT, { withFileTypes: true }).filter((one) => one.isDirectory());
/** Every folder of texts. */
const dictionaries = await Promise.all(
  names.map(async ({ name }): Promise<readonly [string, Words, Words]> => {
    const [{ zhCN: zh }, { en }] = [await wordsIn(`${name}/zh-CN.ts`), await wordsIn(`${name}/en.ts`)];
    if (!zh || !en) throw new Error(`${name}: texts are zh-CN.ts with zhCN, and en.ts with en`);
    return [name, zh, en];
  }),
);
test('every folder of texts is read', () => {
  expect(dictionaries.length).toBeGreaterThan(15);
});
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
