import { isLabelStock, LABEL_STOCKS, ROLLS, type LabelStock } from './domain/label-stock.ts';
import { isPrinter, type PrinterConfig, type SiteConfig } from './config-schema.ts';

export type Artwork = 'label' | 'receipt' | 'test' | 'sheet' | 'list';
type Stock = PrinterConfig['stock'];

const USUAL: LabelStock = '60x40';
const LABELS = [USUAL, ...LABEL_STOCKS.filter((stock) => stock !== USUAL)] as const;

const STOCKS: Readonly<Record<Artwork, readonly Stock[]>> = {
  label: [...LABELS, 'A4'],
  receipt: [...ROLLS, 'A4'],
  test: [...LABELS, ...ROLLS, 'A4'],
  sheet: ['A4'],
  list: ['A4', ...ROLLS],
};

/** The stock whose template is printed on what a printer holds: on a sheet of A4 a label of the usual size. */
export const labelStockOn = (stock: Stock): LabelStock => (isLabelStock(stock) ? stock : USUAL);

/** What a printer may hold that prints this. */
export const stocksFor = (artwork: Artwork): readonly Stock[] => STOCKS[artwork];

/** Whether a printer that holds this stock can print it. */
export const printsOn = (artwork: Artwork, stock: Stock): boolean => STOCKS[artwork].includes(stock);

/**
 * Whether the site lets that printer print this: its stock fits, and labels go onto office paper only where a station
 * names that printer as its label printer.
 */
export const prints = (
  artwork: Artwork,
  { id, stock }: Pick<PrinterConfig, 'id' | 'stock'>,
  { cabinets }: Pick<SiteConfig, 'cabinets'>,
): boolean =>
  printsOn(artwork, stock) &&
  (artwork !== 'label' ||
    stock !== 'A4' ||
    cabinets.some(({ stations }) => stations.some(({ labelPrinter }) => labelPrinter === id)));

/** The printers of a site that can print this: those on stock made for it first, each in the order of the file. */
export const printersFor = (
  artwork: Artwork,
  config: Pick<SiteConfig, 'devices' | 'cabinets'>,
): PrinterConfig[] =>
  stocksFor(artwork).flatMap((stock) =>
    config.devices.filter(
      (device): device is PrinterConfig =>
        isPrinter(device) && device.stock === stock && prints(artwork, device, config),
    ),
  );
