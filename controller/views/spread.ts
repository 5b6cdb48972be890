import { valueAt } from './percentile.ts';

/** Values below 16 each have a bin of their own; above, each doubling has eight. */
const BITS = 3;
const BINS = (32 - BITS) * 2 ** BITS + 2 ** BITS;
const binOf = (value: number): number => {
  const shift = Math.max(0, 31 - BITS - Math.clz32(value));
  return (shift << BITS) + (value >>> shift);
};

/** Numbers (32 bits, unsigned) put together by bin, the lower bins first: bin n from `starts[n]` to `starts[n + 1]`. */
export interface Binned {
  readonly values: Uint32Array;
  readonly starts: Uint32Array;
}
export const binned = (values: Uint32Array): Binned => {
  const starts = new Uint32Array(BINS + 1);
  for (let i = 0; i < values.length; i += 1) {
    const after = binOf(values[i] as number) + 1;
    starts[after] = (starts[after] as number) + 1;
  }
  for (let bin = 0; bin < BINS; bin += 1)
    starts[bin + 1] = (starts[bin + 1] as number) + (starts[bin] as number);
  const next = starts.slice();
  const together = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] as number;
    const bin = binOf(value);
    const place = next[bin] as number;
    together[place] = value;
    next[bin] = place + 1;
  }
  return { values: together, starts };
};

/**
 * Many such lists. A quantile is looked for among the values of one bin, some hundredths of all, and is exact: the same
 * work for any order of them and any size.
 */
export class Spread {
  readonly #counts = new Uint32Array(BINS);
  readonly #lists: Binned[] = [];
  #count = 0;

  add(list: Binned): void {
    for (let bin = 0; bin < BINS; bin += 1)
      this.#counts[bin] = (this.#counts[bin] as number) + sizeOf(list, bin);
    this.#lists.push(list);
    this.#count += list.values.length;
  }

  /** Takes in what another has. */
  include(other: Spread): void {
    for (const list of other.#lists) this.add(list);
  }

  /** By nearest rank (0 < q ≤ 1): the smallest value that q of all do not exceed. Null of nothing. */
  quantile(q: number): number | null {
    if (this.#count === 0) return null;
    let rank = Math.ceil(q * this.#count) - 1;
    let bin = 0;
    for (; rank >= (this.#counts[bin] as number); bin += 1) rank -= this.#counts[bin] as number;
    return valueAt(this.#valuesIn(bin), rank);
  }

  #valuesIn(bin: number): Uint32Array {
    const found = new Uint32Array(this.#counts[bin] as number);
    let at = 0;
    for (const { values, starts } of this.#lists)
      for (let i = starts[bin] as number; i < (starts[bin + 1] as number); i += 1) {
        found[at] = values[i] as number;
        at += 1;
      }
    return found;
  }
}

const sizeOf = ({ starts }: Binned, bin: number): number =>
  (starts[bin + 1] as number) - (starts[bin] as number);
