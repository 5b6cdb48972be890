import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  buildOfficialRecord,
  looksLikeOfficialRecord,
  oddityText,
  parseOfficialRecord,
  type OfficialRecord,
  type ParsedRecord,
  type RecordFields,
} from '#controller/domain/official-record.ts';
import { gbkBytes, limitGbk } from '#controller/domain/official-record-elements.ts';
import { MUTANT_SEED } from '#tests/support/mutant-seed.ts';

interface Sample {
  readonly name: string;
  readonly text: string;
  readonly expect:
    | { readonly ok: true; readonly classified: true }
    | { readonly ok: true; readonly classified: false; readonly record: object; readonly oddities: string[] }
    | { readonly ok: false; readonly why: string; readonly element: number | null };
}
const { samples } = JSON.parse(
  readFileSync(new URL('../../vectors/official-records.json', import.meta.url), 'utf8'),
) as { samples: Sample[] };

describe('a record as a scanner sends it', () => {
  test.each(samples)('$name', ({ text, expect: wanted }) => {
    const parsed = parseOfficialRecord(text);
    if (!wanted.ok) return expect(parsed).toEqual(wanted);
    if (wanted.classified) return expectNothingLeft(parsed);
    expect(parsed).toMatchObject({ ok: true, classified: false, record: wanted.record });
    expect(parsed.ok && parsed.oddities.map(oddityText)).toEqual(wanted.oddities);
  });

  test('is recognised as one, complete or not', () => {
    const ours = samples.filter(({ text }) => text.includes('^'));
    expect(ours.filter(({ text }) => !looksLikeOfficialRecord(text)).map(({ name }) => name)).toEqual([]);
    for (const other of ['', '7K3D0Q9M2B5C8XYZ', 'https://example/?a^b^c', 'GB0626-2005'])
      expect(looksLikeOfficialRecord(other)).toBe(false);
  });

  test('may carry a tag only the site knows', () => {
    const text = buildOfficialRecord(example).replace('GB0626-2005', 'OWN-1');
    expect(parseOfficialRecord(text).ok).toBe(false);
    expect(parseOfficialRecord(text, { tags: ['OWN-1'] }).ok).toBe(true);
    expect(looksLikeOfficialRecord('OWN-1^x', { tags: ['OWN-1'] })).toBe(true);
  });
});

/** Only tag and mark of a classified record may be handed on. */
const expectNothingLeft = (parsed: ParsedRecord): void => {
  expect(parsed).toMatchObject({ ok: true, classified: true, oddities: [] });
  const {
    tag: _tag,
    secrecy: _mark,
    urgency,
    extra,
    ...rest
  } = parsed.ok ? parsed.record : ({} as OfficialRecord);
  expect({ urgency, extra }).toEqual({ urgency: 'none', extra: [] });
  expect(Object.values(rest).filter((value) => value !== '' && value !== null)).toEqual([]);
};

const example: RecordFields = {
  ...{
    barcode: 'SJ202600000000000123',
    issuer: '某市人民政府办公室',
    kind: '通知',
    number: '某政办发〔2026〕12号',
  },
  ...{
    recipient: '各区县人民政府',
    title: '关于做好防汛工作的通知',
    urgency: 'teji',
    writtenOn: '2026-06-18',
  },
  ...{ releaseLevel: '市地级', maker: '某市人民政府办公室', madeOn: '2026-06-18' },
};

describe('a record we build', () => {
  test('is the example of the trade to the letter', () => {
    expect(buildOfficialRecord(example)).toBe(
      'GB0626-2005^SJ202600000000000123^某市人民政府办公室^通知^某政办发〔2026〕12号^各区县人民政府^关于做好防汛工作的通知^无^特急^20260618^市地级^某市人民政府办公室^20260618^^|',
    );
  });

  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom('^', '|', '\r', '\n', '\0', '〇', '𠮷', '密'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
  });
  const day = fc
    .date({ min: new Date('1950-01-01'), max: new Date('2150-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const fields = fc.record({
    barcode: fc.stringMatching(/^[0-9A-Z]{1,32}$/),
    issuer: text.map((t) => `某${t}`),
    ...{
      kind: text,
      number: text,
      recipient: text,
      title: text.map((t) => `关${t}`),
      maker: text,
      free: text,
    },
    urgency: fc.constantFrom('none', 'jiaji', 'teji', 'pingji', 'teti') as fc.Arbitrary<
      RecordFields['urgency'] & string
    >,
    ...{ writtenOn: day, madeOn: day },
    releaseLevel: fc.constantFrom('', '省军级', '市地级', '县团级', '公开发布'),
  });

  type Build = (fields: RecordFields) => string;
  const reads = (build: Build) =>
    fc.property(fields, (given) => {
      const built = build(given);
      expect(built.split('^')).toHaveLength(15);
      const limits = [11, 32, 40, 30, 30, 40, 160, 16, 4, 8, 16, 40, 8, 40, 1];
      built.split('^').forEach((element, i) => expect(gbkBytes(element)).toBeLessThanOrEqual(limits[i] ?? 0));
      const parsed = parseOfficialRecord(built);
      if (!parsed.ok) throw new Error(`${parsed.why} ${parsed.element ?? ''}: ${JSON.stringify(built)}`);
      expect(parsed.classified).toBe(false);
      const { barcode, urgency, writtenOn, madeOn, releaseLevel } = given;
      expect(parsed.record).toMatchObject({ barcode, urgency, writtenOn, madeOn, releaseLevel });
      const again = { ...parsed.record, number: parsed.record.number };
      // A number may be tidied when read; everything else is read as it was built.
      if (!parsed.oddities.length) expect(build(again as RecordFields)).toBe(built);
      expect(parsed.oddities.filter(({ code }) => code !== 'number-form')).toEqual([]);
    });
  test('is read back as it was meant, whatever the texts hold', () => fc.assert(reads(buildOfficialRecord)));

  test.each<[string, Build]>([
    [
      'separators are left in the title',
      (f) => buildOfficialRecord(f).replace('^关', `^关${/[\^|]/.exec(f.title)?.[0] ?? ''}`),
    ],
    [
      'the limit counts characters, not bytes',
      (f) =>
        buildOfficialRecord({ ...f, recipient: '' })
          .replace(
            '^^关',
            `^${[...(f.recipient ?? '')]
              .filter((c) => /\p{L}/u.test(c))
              .slice(0, 40)
              .join('')}汉^关`,
          )
          .replace(/\^(.{21,40})汉\^关/u, '^$1汉汉汉汉汉汉汉汉汉汉汉汉汉汉汉汉汉汉汉汉^关'),
    ],
    ['the end is forgotten', (f) => buildOfficialRecord(f).slice(0, -1)],
    [
      'today’s word for urgent is lost',
      (f) => buildOfficialRecord({ ...f, urgency: f.urgency === 'jiaji' ? 'none' : (f.urgency ?? 'none') }),
    ],
  ])('the round trip catches the mutant: %s', (_, mutant) => {
    expect(() => fc.assert(reads(mutant), { seed: MUTANT_SEED, numRuns: 2000 })).toThrow();
  });

  test.each([
    ['an empty issuer', { issuer: '^|' }, /issuer \(element 3\)/],
    ['a barcode with a separator', { barcode: 'A^B' }, /barcode \(element 2\): "A\^B"; use/],
    ['a barcode of 33 characters', { barcode: '1'.repeat(33) }, /barcode \(element 2\)/],
    [
      'a day that does not exist',
      { writtenOn: '2026-02-30' },
      /writtenOn \(element 10\): "2026-02-30"; write/,
    ],
    ['an invented release level', { releaseLevel: '绝密' }, /releaseLevel \(element 11\)/],
  ])('is refused with %s', (_, change, message) => {
    expect(() => buildOfficialRecord({ ...example, ...change })).toThrow(message);
  });
});

describe('hostile records', () => {
  test('never make the parser throw, and leave no unreadable character in what it hands on', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('^', '|', '无', '秘密', 'GB0626-2005', '\0', '\u202e'),
    );
    const soup = fc.array(piece, { maxLength: 60 }).map((parts) => parts.join(''));
    const near = fc
      .array(piece, { minLength: 11, maxLength: 16 })
      .map((parts) => `GB0626-2005^${parts.join('^')}^|`);
    fc.assert(
      fc.property(fc.oneof(soup, near), (text) => {
        const parsed = parseOfficialRecord(text);
        if (!parsed.ok) return;
        const texts = Object.values(parsed.record).flat().join('');
        expect(texts).not.toMatch(/\p{Bidi_Control}|\p{Cc}|\uFFFD/u);
      }),
      { numRuns: 2000 },
    );
  });

  test('of a megabyte are answered at once', () => {
    const begin = performance.now();
    for (const text of [
      '^'.repeat(1e6),
      `GB0626-2005^${' '.repeat(1e6)}`,
      '*'.repeat(1e6),
      ' '.repeat(1e6),
    ]) {
      looksLikeOfficialRecord(text);
      expect(parseOfficialRecord(text)).toMatchObject({ ok: false, why: 'too-long' });
    }
    expect(performance.now() - begin).toBeLessThan(500);
  });
});

test('a GBK limit never cuts a character in two', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(60), (text, bytes) => {
      const kept = limitGbk(text, bytes);
      expect(text.startsWith(kept)).toBe(true);
      expect(gbkBytes(kept)).toBeLessThanOrEqual(bytes);
      const next = [...text.slice(kept.length)][0];
      if (next !== undefined) expect(gbkBytes(kept + next)).toBeGreaterThan(bytes);
    }),
  );
});
