/**
 * The value at a rank (from 0, by size), in expected linear time; the values are put into another order: after it the
 * smaller ones stand before that place, the larger ones behind it. Nothing before `low` is looked at: there the smaller
 * ones stand already. Throws a RangeError for a rank that there is not. Hoare's selection.
 */
export const valueAt = (values: Uint32Array, rank: number, low = 0): number => {
  if (!(rank >= low && rank < values.length)) throw new RangeError(`no rank ${rank} among ${values.length}`);
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >>> 1] as number;
    let [i, j] = [low, high];
    while (i <= j) {
      while ((values[i] as number) < pivot) i += 1;
      while ((values[j] as number) > pivot) j -= 1;
      if (i > j) break;
      const left = values[i] as number;
      values[i] = values[j] as number;
      values[j] = left;
      i += 1;
      j -= 1;
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break;
  }
  return values[rank] ?? 0;
};

/**
 * Quantiles (0 < q ≤ 1, ascending) by nearest rank: the smallest value that q of all do not exceed. Null of nothing.
 * Each goes on from where the one before left the larger values.
 */
export const quantilesOf = (values: Uint32Array, quantiles: readonly number[]): (number | null)[] => {
  let low = 0;
  return quantiles.map((q) => {
    if (values.length === 0) return null;
    const rank = Math.max(low, Math.ceil(q * values.length) - 1);
    const value = valueAt(values, rank, low);
    low = rank;
    return value;
  });
};
