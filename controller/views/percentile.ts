/**
 * The value at a rank (from 0, by size), in expected linear time; the values are put into another order. Throws a
 * RangeError for a rank that there is not. Hoare's selection.
 */
export const valueAt = (values: Uint32Array, rank: number): number => {
  if (!(rank >= 0 && rank < values.length)) throw new RangeError(`no rank ${rank} among ${values.length}`);
  let [low, high] = [0, values.length - 1];
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
