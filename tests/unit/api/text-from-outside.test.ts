import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paragraph, UNSHOWABLE as REFUSED } from '#controller/api/contract/text.ts';
import { isPlainLine } from '#controller/domain/plain-text.ts';
import { client, documentBody, makeSite, seed, serve, type Served } from '#tests/support/api-site.ts';

const site = makeSite();
let served: Served;
let ask: ReturnType<typeof client>;
beforeAll(async () => {
  const { token } = seed(site);
  served = await serve(site);
  ask = client(`${served.url}/api/v1`, { token });
});
afterAll(() => served.stop());

/** What no label could print, and what would make one text look like another. */
const UNSHOWABLE: readonly (readonly [string, string])[] = [
  ['a NUL', 'a\u0000b'],
  ['a terminal command', '\u001b[2J办公室'],
  ['a line break', '办公\n室'],
  ['a line separator', '办公\u2028室'],
  ['a mark that turns the text round', '财政\u202e局'],
  ['an isolate', '财政\u2066局'],
  ['a space of no width', '财政\u200b局'],
  ['a byte order mark within', '财政\ufeff局'],
  ['a character lost on the way', '财政\ufffd局'],
];

describe('text from outside', () => {
  it.each(UNSHOWABLE)('with %s is on no plain line', (_, text) => expect(isPlainLine(text)).toBe(false));

  it('of any script and of rare characters is plain', () => {
    for (const text of ['某政办发〔2026〕12号', '𠮷野家 㐂', 'Ελλάδα é', '\ue000'])
      expect([text, isPlainLine(text)]).toEqual([text, true]);
    expect(paragraph(20).safeParse('一、已阅。\r\n二、\t请办').success).toBe(true);
    expect(paragraph(20).safeParse('a\rb').success).toBe(false);
  });

  it('is judged alike by the API and by lists and configuration, whatever the character', () => {
    for (let point = 0; point < 0x30000; point++) {
      const character = String.fromCodePoint(point);
      if (REFUSED.test(character) === isPlainLine(character)) expect(point).toBe('judged alike');
    }
  });

  it.each(UNSHOWABLE)('with %s is refused in every field that stands on paper', async (_, text) => {
    const { recipients } = documentBody();
    const body = { ...documentBody(), ...{ number: text, issuers: [text], kind: text }, recipients };
    const answer = await ask('POST', '/documents', { ...body, title: text });
    expect([answer.status, answer.body.code]).toEqual([422, 'invalid']);
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      ...['/number', '/title', '/issuers/0', '/kind'],
    ]);
    for (const { value, fix } of answer.body.errors as { value: string; fix: string }[]) {
      expect(isPlainLine(value)).toBe(true);
      expect(fix).toMatch(/请删除/);
    }
    expect((await ask('POST', '/departments', { code: 'x', name: text })).status).toBe(422);
    const person = { number: '77', name: text, roles: ['collector'] };
    expect((await ask('POST', '/people', person)).status).toBe(422);
  });

  it('is refused in a list with the row and the column', async () => {
    const raw = `code,name\nx1,财政\u200b局\n`;
    const headers = { 'content-type': 'text/csv' };
    const answer = await ask('POST', '/import/departments', undefined, { raw, headers });
    expect(answer.body.errors).toEqual([
      { path: '/2/name', value: '财政·局', fix: '请删除换行、控制字符和不可见标记' },
    ]);
  });

  const encoded = (text: string) => new TextEncoder().encode(text);
  /** Bytes that are no text, each where a name should stand. */
  const NO_TEXT: readonly (readonly [string, Uint8Array<ArrayBuffer>])[] = [
    ['half a character', new Uint8Array([...encoded('{"code":"x2","name":"'), 0xe5, 0x85, ...encoded('"}')])],
    [
      'GB18030',
      new Uint8Array([...encoded('{"code":"x3","name":"'), 0xb0, 0xec, 0xb9, 0xab, ...encoded('"}')]),
    ],
    ['half of a pair', encoded('{"code":"x4","name":"\\ud800"}')],
  ];
  const codeOf = async (raw: Uint8Array<ArrayBuffer>) =>
    (await ask('POST', '/departments', undefined, { raw })).body.code as string;
  it.each(NO_TEXT)('that is %s is none', async (_, raw) => {
    expect(await codeOf(raw)).toBe('malformed-json');
  });

  it.each(NO_TEXT)('planted mutant: one that reads %s as best it can is caught', async (_, raw) => {
    const guessed: unknown = JSON.parse(new TextDecoder().decode(raw));
    const wellFormed = JSON.stringify(guessed, (_key, value: unknown) =>
      typeof value === 'string' ? value.toWellFormed() : value,
    );
    expect(await codeOf(encoded(wellFormed))).not.toBe('malformed-json');
  });

  /** Which of the texts that cannot be shown a judgement lets through. */
  const slipped = (plain: (text: string) => boolean): string[] =>
    UNSHOWABLE.flatMap(([what, text]) => (plain(text) ? [what] : []));
  it.each([
    ['sees only control characters', (text: string) => !/\p{Cc}/u.test(text)],
    ['sees only invisible marks', (text: string) => !/\p{Cf}/u.test(text)],
    [
      'forgets what ends a line elsewhere',
      (text: string) => isPlainLine(text.replace(/\p{Zl}|\p{Zp}/gu, '')),
    ],
    ['takes a lost character for one', (text: string) => isPlainLine(text.replaceAll('\ufffd', ''))],
    ['looks at the ends alone', (text: string) => isPlainLine(text.slice(0, 1) + text.slice(-1))],
  ])('planted mutant: one that %s lets some through', (_, plain) => {
    expect(slipped(isPlainLine)).toEqual([]);
    expect(slipped(plain)).not.toEqual([]);
  });

  it('that does not fit is answered with what to write instead, in the language asked for', async () => {
    const body = { ...documentBody(), kind: undefined, pages: 1.5, urgency: 'now', writtenOn: '2026-02-30' };
    const fixes = async (path: string, given: unknown) =>
      Object.fromEntries(
        ((await ask('POST', path, given)).body.errors as { path: string; fix: string }[]).map((error) => [
          error.path,
          error.fix,
        ]),
      );
    expect(await fixes('/documents?lang=en', { ...body, issuers: [] })).toEqual({
      '/kind': 'it is missing: give a text',
      '/pages': 'give a whole number',
      '/urgency': 'use one of "none", "jiaji", "teji", "pingji", "teti"',
      '/writtenOn': 'write a day of the calendar as yyyy-MM-dd',
      '/issuers': 'give at least 1 of them',
    });
    expect(await fixes('/documents', { ...body, number: 'x'.repeat(61) })).toEqual({
      '/kind': '缺少此项：请填写文本',
      '/number': '至多 60 个字符',
      '/pages': '请填写整数',
      '/urgency': '请使用 "none", "jiaji", "teji", "pingji", "teti"',
      '/writtenOn': '请填写存在的日期，格式 yyyy-MM-dd',
    });
    expect(await fixes('/people/1001/credentials', { method: 'eye' })).toEqual({
      '/method': '请使用 "pin", "card", "badge"',
    });
  });
});
