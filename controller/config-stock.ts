import { isLabelStock, LABEL_STOCKS, type LabelStock } from './domain/label-stock.ts';
import { isPrinter, type PrinterConfig, type SiteConfig } from './config-schema.ts';

export type Artwork = 'label' | 'receipt' | 'test';
type Stock = PrinterConfig['stock'];

const USUAL: LabelStock = '60x40';
const LABELS = [USUAL, ...LABEL_STOCKS.filter((stock) => stock !== USUAL)] as const;

const STOCKS: Readonly<Record<Artwork, readonly Stock[]>> = {
  label: [...LABELS, 'A4'],
  receipt: ['80', 'A4'],
  test: [...LABELS, '80', 'A4'],
};

/** The stock whose template is printed on what a printer holds: on a sheet of A4 a label of the usual size. */
export const labelStockOn = (stock: Stock): LabelStock => (isLabelStock(stock) ? stock : USUAL);

/** What a printer may hold that prints this. */
export const stocksFor = (artwork: Artwork): readonly Stock[] => STOCKS[artwork];

/** Whether a printer that holds this stock can print it. */
export const printsOn = (artwork: Artwork, stock: Stock): boolean => STOCKS[artwork].includes(stock);

/** The printers of a site that can print this: those on stock made for it first, each in the order of the file. */
export const printersFor = (artwork: Artwork, { devices }: Pick<SiteConfig, 'devices'>): PrinterConfig[] =>
  stocksFor(artwork).flatMap((stock) =>
    devices.filter((device): device is PrinterConfig => isPrinter(device) && device.stock === stock),
  );
