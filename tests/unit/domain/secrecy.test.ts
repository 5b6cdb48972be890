import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isClassified } from '#controller/domain/secrecy.ts';
import { MUTANT_SEED } from '#tests/support/mutant-seed.ts';

describe('a secrecy mark', () => {
  test.each(['无', 'none', '无  ', ' none'])('%j is not classified', (mark) =>
    expect(isClassified(mark)).toBe(false),
  );

  test.each([
    ...['秘密', '机密', '绝密', '机密10年', '秘密★1年', '绝密★长期', '密', '内部', '普通', '非密', '不涉密'],
    ...[
      '',
      ' ',
      '\t',
      '无\t',
      '\t无',
      '无\n',
      '无\r\n',
      '无\u0000',
      '\u3000无',
      '无\u3000',
      '无\u00a0',
      '\ufeff无',
    ],
    ...[
      'None',
      'NONE',
      'ｎｏｎｅ',
      'nоne',
      'nοne',
      'none.',
      'no',
      'null',
      'undefined',
      '0',
      'false',
      '-',
      '—',
    ],
    ...['無', '旡', '无无', '无密级', '无\u200b', '\u202e无', '无 秘密', '无^秘密', 'none;秘密'],
  ])('%j is classified', (mark) => expect(isClassified(mark)).toBe(true));

  test.each([
    null,
    undefined,
    0,
    false,
    NaN,
    [],
    ['无'],
    {},
    { toString: () => '无' },
    Symbol('无'),
    new String('无'),
  ])('that is no text is classified (%#)', (mark) => expect(isClassified(mark)).toBe(true));

  const mostly = fc.string({ unit: 'grapheme' });
  const onlyNone = (judge: (mark: unknown) => boolean) =>
    fc.property(fc.oneof(mostly, fc.constantFrom('秘密', '', ' none', '无\t')), (mark) => {
      const none = mark.replace(/^ +| +$/g, '');
      expect(judge(mark)).toBe(none !== '无' && none !== 'none');
    });
  test('of any other text is classified', () => fc.assert(onlyNone(isClassified)));

  test.each([
    ['a list of the three levels', (mark: unknown) => /秘密|机密|绝密/.test(String(mark))],
    ['empty taken for none', (mark: unknown) => mark !== '' && isClassified(mark)],
    ['any white space trimmed', (mark: unknown) => isClassified(String(mark).trim())],
  ])('the property catches the mutant: %s', (_, mutant) => {
    expect(() => fc.assert(onlyNone(mutant), { seed: MUTANT_SEED, numRuns: 500 })).toThrow();
  });
});
