/**
 * The value at a rank (from 0, by size), in expected linear time; the values are put into another order. Throws a
 * RangeError for a rank that there is not. Hoare's selection.
 */
export const valueAt = (values: Uint32Array, rank: number): number => {
  if (!(rank >= 0 && rank < values.length)) throw new RangeError(`no rank ${rank} among ${values.length}`);
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = values[(low + high) >>> 1] ?? 0;
    let [i, j] = [low, high];
    while (i <= j) {
      while ((values[i] ?? 0) < pivot) i += 1;
      while ((values[j] ?? 0) > pivot) j -= 1;
      if (i > j) break;
      const left = values[i] ?? 0;
      values[i] = values[j] ?? 0;
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

/** The q-th quantile (0 < q ≤ 1) by nearest rank: the smallest value that q of all do not exceed. Null of nothing. */
export const quantileOf = (values: Uint32Array, q: number): number | null =>
  values.length === 0 ? null : valueAt(values, Math.max(0, Math.ceil(q * values.length) - 1));
