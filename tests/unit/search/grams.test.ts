import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gramsOfText, gramsOfWord } from '#controller/search/grams.ts';
import { labelsOfDays, registeredLabels } from '#controller/search/labels.ts';
import { placesOf, plain, united } from '#controller/search/plain-text.ts';

/** Few letters, so that repetitions and runs of all lengths come about. */
const texts = fc
  .array(fc.constantFrom('防', '汛', '𠮷', '1', '2', 'a', '第'), { maxLength: 12 })
  .map((characters) => characters.join(''));

/** Whether a text with a word always has the word's grams. Throws with the example when not. */
const textHoldsWhatWordsAsk = (ofText: typeof gramsOfText, ofWord: typeof gramsOfWord): void => {
  fc.assert(
    fc.property(texts, texts, texts, (before, word, after) => {
      const held = new Set(ofText(before + word + after));
      return ofWord(word).every((gram) => held.has(gram));
    }),
    { numRuns: 500 },
  );
};

describe('the grams of a text', () => {
  it('hold all the grams of every word in it', () => textHoldsWhatWordsAsk(gramsOfText, gramsOfWord));

  it.each<[string, typeof gramsOfText]>([
    ['forgets the last of a text', (text) => gramsOfText(text).slice(0, -1)],
    [
      'cuts characters of two units in half',
      (text) => [...text.split('').slice(1).keys()].map((i) => text.slice(i, i + 2)),
    ],
    [
      'leaves out what lies between letters and characters',
      (text) => text.split(/([0-9a-z]+)/).flatMap(gramsOfText),
    ],
  ])('would be caught if it %s', (_, mutant) => {
    expect(() => textHoldsWhatWordsAsk(mutant, gramsOfWord)).toThrow();
  });

  it('ask for four digits in a row where there are, and of a long number for its end', () => {
    expect(gramsOfWord('防汛')).toEqual(['防汛']);
    expect(gramsOfWord('12号')).toEqual(['12', '2号']);
    expect(gramsOfWord('发2026123456号')).toEqual(['2345', '3456', '发2', '6号']);
    expect(gramsOfWord('汛')).toEqual([]);
  });
});

describe('plain text', () => {
  it('knows no width, case, accent, bracket, blank or mark', () => {
    const ways = [
      '某政办发〔2026〕12号',
      '某政办发[2026]12号',
      '某政办发（２０２６） 12 号',
      '某政办发2026-12号',
    ];
    expect(new Set(ways.map(plain))).toEqual(new Set(['某政办发202612号']));
    expect(plain('《Café》①')).toBe('cafe1');
  });

  it('is found again where the text has it, marks in between included', () => {
    const text = '某政办发〔2026〕12号';
    expect(placesOf(text, plain('[2026]12')).map(([a, b]) => text.slice(a, b))).toEqual(['2026〕12']);
    expect(placesOf('𠮷a𠮷a', 'a𠮷')).toEqual([[2, 5]]);
    expect(placesOf('防汛防汛', '防汛')).toEqual([
      [0, 2],
      [2, 4],
    ]);
    expect(
      united([
        [2, 4],
        [0, 3],
        [6, 7],
      ]),
    ).toEqual([
      [0, 4],
      [6, 7],
    ]);
    expect(placesOf('防汛', '')).toEqual([]);
  });
});

describe('labels of a range of days', () => {
  const days = fc
    .integer({ min: Date.UTC(2023, 0, 1) / 86_400_000, max: Date.UTC(2026, 11, 31) / 86_400_000 })
    .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));

  it('are had by exactly the days of the range', () => {
    fc.assert(
      fc.property(days, days, days, (a, b, day) => {
        const [first, last] = a < b ? [a, b] : [b, a];
        const within = labelsOfDays(first, last).some((label) => registeredLabels(day).includes(label));
        expect(within).toBe(day >= first && day <= last);
      }),
    );
  });

  it('are few: whole years and months have one each', () => {
    expect(labelsOfDays('2025-12-31', '2027-02-01')).toEqual([
      '§r20251231',
      '§y2026',
      '§m202701',
      '§r20270201',
    ]);
  });
});
