/** Marked cells that touch by their sides. */
export interface Part {
  readonly cells: readonly number[];
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The connected parts of a field of `across` columns; `marked` goes row by row. */
export const partsOf = (marked: Uint8Array, across: number): Part[] => {
  const seen = new Uint8Array(marked.length);
  const neighbours = (cell: number): number[] => {
    const column = cell % across;
    return [column > 0 ? cell - 1 : -1, column + 1 < across ? cell + 1 : -1, cell - across, cell + across];
  };
  const grown = (start: number): number[] => {
    const cells = [start];
    seen[start] = 1;
    for (const cell of cells)
      for (const next of neighbours(cell)) {
        if (!marked[next] || seen[next]) continue;
        seen[next] = 1;
        cells.push(next);
      }
    return cells;
  };
  const found: Part[] = [];
  for (let start = 0; start < marked.length; start++)
    if (marked[start] && !seen[start]) found.push(measured(grown(start), across));
  return found;
};

const measured = (cells: readonly number[], across: number): Part => {
  let [left, right, top, bottom] = [Infinity, 0, Infinity, 0];
  for (const cell of cells) {
    const [x, y] = [cell % across, Math.floor(cell / across)];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  return { cells, left, top, right, bottom };
};
