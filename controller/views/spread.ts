import { valueAt } from './percentile.ts';

/** Values below 128 each have a bin of their own; above, each doubling has 64. */
const BITS = 6;
const BINS = (32 - BITS) * 2 ** BITS + 2 ** BITS;
const shiftOf = (value: number): number => Math.max(0, 31 - BITS - Math.clz32(value));

/**
 * Numbers (32 bits, unsigned) that are counted into bins as they come, and kept: a quantile is looked for among those of
 * one bin, some hundredths of all, and is exact. The same work for any order of them and any size.
 */
export class Spread {
  readonly #bins = new Uint32Array(BINS);
  readonly #lists: Uint32Array[] = [];
  #count = 0;

  /** The list is kept as it is: it must not be changed afterwards. */
  add(list: Uint32Array): void {
    const bins = this.#bins;
    for (let i = 0; i < list.length; i += 1) {
      const value = list[i] as number;
      const shift = shiftOf(value);
      const bin = (shift << BITS) + (value >>> shift);
      bins[bin] = (bins[bin] as number) + 1;
    }
    this.#lists.push(list);
    this.#count += list.length;
  }

  /** Takes in what another has. */
  include(other: Spread): void {
    for (let bin = 0; bin < BINS; bin += 1)
      this.#bins[bin] = (this.#bins[bin] as number) + (other.#bins[bin] as number);
    for (const list of other.#lists) this.#lists.push(list);
    this.#count += other.#count;
  }

  /** By nearest rank (0 < q ≤ 1): the smallest value that q of all do not exceed. Null of nothing. */
  quantiles(quantiles: readonly number[]): (number | null)[] {
    if (this.#count === 0) return quantiles.map(() => null);
    const places = quantiles.map((q) => this.#placeOf(Math.ceil(q * this.#count) - 1));
    const held = this.#heldBy(new Set(places.map(({ bin }) => bin)));
    return places.map(({ bin, rank }) => valueAt(held.get(bin) ?? new Uint32Array(), rank));
  }

  /** The bin in which the value of a rank is, and its rank in there. */
  #placeOf(rank: number): { bin: number; rank: number } {
    let bin = 0;
    for (; rank >= (this.#bins[bin] as number); bin += 1) rank -= this.#bins[bin] as number;
    return { bin, rank };
  }

  /** The values in some bins. */
  #heldBy(bins: ReadonlySet<number>): Map<number, Uint32Array> {
    const held = [...bins].map((bin) => ({
      bin,
      values: new Uint32Array(this.#bins[bin] as number),
      next: 0,
    }));
    /** One more than the place among `held`; 0 for a bin that is not asked for. */
    const place = new Uint8Array(BINS);
    held.forEach(({ bin }, i) => (place[bin] = i + 1));
    for (const list of this.#lists)
      for (let i = 0; i < list.length; i += 1) {
        const value = list[i] as number;
        const shift = shiftOf(value);
        const at = place[(shift << BITS) + (value >>> shift)] as number;
        const into = at === 0 ? undefined : held[at - 1];
        if (into) into.values[into.next++] = value;
      }
    return new Map(held.map(({ bin, values }) => [bin, values]));
  }
}
