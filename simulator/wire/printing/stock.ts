/** Die-cut labels, width × height in mm, and rolls. */
export const STOCKS = ['60x25', '60x40', '90x30', '80x130', '80', '58'] as const;
export type SimStock = (typeof STOCKS)[number];

/** What the printer holds when nothing tells it otherwise: a label, or a piece of 100 mm of a roll. */
export const paperOf = (stock: SimStock): { width: number; height: number; continuous: boolean } => {
  const [width = 0, height] = stock.split('x').map(Number);
  return { width, height: height ?? 100, continuous: height === undefined };
};
