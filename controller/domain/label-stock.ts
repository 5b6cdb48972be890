/** Die-cut labels, width × height in mm. */
export const LABEL_STOCKS = ['60x25', '60x40', '90x30', '80x130'] as const;
export type LabelStock = (typeof LABEL_STOCKS)[number];

export const isLabelStock = (name: string): name is LabelStock =>
  LABEL_STOCKS.some((known) => known === name);

/** Continuous rolls by their width, mm. */
export const ROLLS = ['80', '58'] as const;
export type Roll = (typeof ROLLS)[number];

export const isRoll = (name: string): name is Roll => ROLLS.some((known) => known === name);

/** Sides of the label, mm. */
export const sizeOfStock = (stock: LabelStock): { readonly width: number; readonly height: number } => {
  const [width = 0, height = 0] = stock.split('x').map(Number);
  return { width, height };
};
