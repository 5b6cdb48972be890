import { gramsOfText } from './grams.ts';
import type { IndexFile } from './index-file.ts';

/** What share of all documents may have a gram, 0 to 1; never 0. */
export type Shares = (gram: string) => number;

/** To ask for a gram costs as much as documents have it: those that more than every fiftieth has are asked for sparingly. */
const COMMON = 0.02;
/** What more than every second document has tells next to nothing. */
const USELESS = 0.5;
/** Where the others leave so few, common ones are not asked for: the text of each candidate is looked at anyway. */
const FEW_LEFT = 1 / 5000;

/** Those to look a word up by: all that are rare, and of the common ones no more than it takes. None only of none. */
export const tellingGrams = (grams: readonly string[], shares: Shares): string[] => {
  const kept: string[] = [];
  let left = 1;
  for (const gram of [...grams].sort((a, b) => shares(a) - shares(b))) {
    const share = shares(gram);
    if (kept.length > 0 && (share > USELESS || (share > COMMON && left < FEW_LEFT))) break;
    kept.push(gram);
    left *= share;
  }
  return kept;
};

const SAMPLE = 512;
/** Counted anew when the ledger has grown by half. */
const GROWN = 1.5;

/** Shares as some documents have them, spread over all: some thirty milliseconds when first asked, and seldom after. */
export const gramShares = (index: Pick<IndexFile, 'cursor' | 'sample'>): Shares => {
  let counted = -1;
  let documents = 0;
  let counts = new Map<string, number>();
  const count = (): void => {
    const texts = index.sample(SAMPLE);
    counts = new Map();
    for (const text of texts)
      for (const gram of new Set(text.split('\n').flatMap(gramsOfText)))
        counts.set(gram, (counts.get(gram) ?? 0) + 1);
    [counted, documents] = [index.cursor.sequence, texts.length];
  };
  return (gram) => {
    if (counted < 0 || index.cursor.sequence > counted * GROWN) count();
    return ((counts.get(gram) ?? 0) + 1) / (documents + 1);
  };
};
