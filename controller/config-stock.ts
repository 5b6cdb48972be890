import type { PrinterConfig } from './config-schema.ts';

export type Artwork = 'label' | 'receipt';
type Stock = PrinterConfig['stock'];

const STOCKS: Readonly<Record<Artwork, readonly Stock[]>> = {
  label: ['60x40', 'A4'],
  receipt: ['80', 'A4'],
};

/** What a printer may hold that prints this. */
export const stocksFor = (artwork: Artwork): readonly Stock[] => STOCKS[artwork];

/** Whether a printer that holds this stock can print it. */
export const printsOn = (artwork: Artwork, stock: Stock): boolean => STOCKS[artwork].includes(stock);
