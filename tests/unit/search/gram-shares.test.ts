import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gramShares, tellingGrams, type Shares } from '#controller/search/gram-shares.ts';
import { expressionOf } from '#controller/search/words.ts';

const shared =
  (known: Readonly<Record<string, number>>): Shares =>
  (gram) =>
    known[gram] ?? 0.001;

describe('the grams a word is looked up by', () => {
  it('are some of its own, all that are rare, and never none', () => {
    const grams = fc.uniqueArray(
      fc.constantFrom<string[]>('关于', '于做', '防汛', '汛工', '工作', '的通', '通知'),
    );
    const shares = fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(grams, shares, (own, sizes) => {
        const shareOf: Shares = (gram) => sizes[own.indexOf(gram)] ?? 1;
        const kept = tellingGrams(own, shareOf);
        expect(kept.length).toBe(new Set(kept).size);
        expect(own).toEqual(expect.arrayContaining(kept));
        expect(kept).toEqual(expect.arrayContaining(own.filter((gram) => shareOf(gram) <= 0.02)));
        expect(kept.length > 0).toBe(own.length > 0);
      }),
    );
  });

  it('leave out what nearly every paper has, and what is common where rare ones leave few', () => {
    const shares = shared({ 某政: 1, 政办: 1, 办发: 0.99, 通知: 0.8, 工作: 0.3, 防汛: 0.05, 汛工: 0.04 });
    expect(tellingGrams(['某政', '政办', '办发'], shares)).toEqual(['办发']);
    expect(tellingGrams(['防汛', '汛工', '工作'], shares)).toEqual(['汛工', '防汛', '工作']);
    expect(tellingGrams(['2312', '3123', '防汛', '某政'], shares)).toEqual(['2312', '3123']);
    expect(tellingGrams(['3123', '防汛', '工作', '通知'], shares)).toEqual(['3123', '防汛']);
    expect(expressionOf({ plain: '通知', labels: ['§w20260618'] }, shares)).toBe(
      '("通知") OR ("§w20260618")',
    );
  });
});

describe('how many papers have a gram', () => {
  it('is told by some of them, and anew when the ledger has grown by half', () => {
    let sequence = 100;
    let texts = ['防汛工作\n防汛', '抗旱工作', '抗旱'];
    const shares = gramShares({
      get cursor() {
        return { sequence, leaf: '' };
      },
      sample: () => texts,
    });
    expect(['防汛', '工作', '龙舟'].map(shares)).toEqual([2 / 4, 3 / 4, 1 / 4]);
    texts = ['防汛', '防汛', '防汛', '防汛'];
    sequence = 150;
    expect(shares('防汛')).toBe(2 / 4);
    sequence = 151;
    expect(shares('防汛')).toBe(1);
  });
});
