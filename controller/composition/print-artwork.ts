import type { Output } from '#label-printer/encode.ts';
import { makeLabel } from '#label-printer/make-label.ts';
import { makeListSlip } from '#label-printer/make-list-slip.ts';
import { makeReceipt } from '#label-printer/make-receipt.ts';
import { makeTestPrint } from '#label-printer/make-test-print.ts';
import { ArtworkError } from '#label-printer/problem.ts';
import { makeSheet } from '#label-printer/sheets/make-sheet.ts';
import type { JobArtwork } from '#label-printer/spooler/printer-queue.ts';
import { copyPrinted, drawnUp } from '../api/drawn-up.ts';
import { listTable } from '../api/tables/list.ts';
import { receiptViewOf } from '../api/views-of.ts';
import { labelStockOn, prints, printsOn, stocksFor } from '../config-stock.ts';
import { isPrinter, type PrinterConfig, type SiteConfig } from '../config-schema.ts';
import { isRoll } from '../domain/label-stock.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { PrintJobRow, ReadModels } from '../ports/read-models.ts';
import type { SheetStore } from '../ports/sheet-store.ts';
import type { WriteTable } from '../ports/table.ts';
import { labelOf } from './label-of.ts';
import type { SitePrinter } from './printers.ts';

interface Parts {
  readonly config: SiteConfig;
  readonly views: ReadModels;
  readonly ledger: Pick<Ledger, 'proof' | 'stream'>;
  readonly printers: ReadonlyMap<string, Pick<SitePrinter, 'output'>>;
  readonly sheets: Pick<SheetStore, 'get'>;
  readonly writeTable: WriteTable;
}
/** A job with the printer it is for, and the form in which that takes dots. */
interface Order {
  readonly job: PrintJobRow;
  readonly printer: PrinterConfig;
  readonly output: Output;
}

/** Draws what a print job is for, from the record as it stands now; verified before it becomes bytes. */
export const printArtwork =
  (parts: Parts): JobArtwork =>
  async (job) => {
    const printer = parts.config.devices.filter(isPrinter).find(({ id }) => id === job.printer);
    const output = await parts.printers.get(job.printer)?.output();
    if (!printer || !output) return { ok: false, why: `the configuration has no printer ${job.printer}` };
    if (!prints(job.artwork, printer, parts.config)) return { ok: false, why: whyNot(job.artwork, printer) };
    try {
      return { ok: true, bytes: await draw[job.artwork](parts, { job, printer, output }) };
    } catch (error) {
      if (error instanceof ArtworkError) return { ok: false, why: error.message };
      throw error;
    }
  };

const whyNot = (artwork: PrintJobRow['artwork'], { id, stock }: PrinterConfig): string =>
  printsOn(artwork, stock)
    ? `${id} holds stock ${stock}: labels go there only when a station names it as its labelPrinter`
    : `${id} holds stock ${stock}; a ${artwork} needs ${stocksFor(artwork).join(' or ')}`;

const draw: Readonly<Record<PrintJobRow['artwork'], (parts: Parts, order: Order) => Promise<Uint8Array>>> = {
  label: ({ views, config }, { job, printer, output }) => {
    const data = labelOf(views, job.subject);
    if (!data) throw new ArtworkError('bad-field', { field: 'docket', expected: 'a registered consignment' });
    const stock = labelStockOn(printer.stock);
    const template = views.labelTemplate(stock)?.template;
    return makeLabel(data, { ...output, stock, template, dpi: printer.dpi, words: config.site.language });
  },
  receipt: (parts, { job, printer, output }) => {
    const { site } = parts.config;
    const row = parts.views.receipt(job.subject);
    if (!row) throw new ArtworkError('bad-field', { field: 'receipt', expected: 'an issued receipt' });
    const { dpi, stock } = printer;
    const roll = isRoll(stock) ? stock : '80';
    const options = { dpi, roll, language: site.language, timeZone: site.timeZone };
    return makeReceipt(receiptViewOf(row, parts), options, output);
  },
  sheet: ({ sheets }, { job, printer, output }) => {
    const pdf = sheets.get(job.subject);
    if (!pdf) throw new ArtworkError('sheet-gone');
    return makeSheet(pdf, output, printer.dpi);
  },
  list: async (parts, { job, printer, output }) => {
    const row = parts.views.list(job.subject);
    if (!row) throw new ArtworkError('bad-field', { field: 'list', expected: 'an issued list' });
    const table = listTable(drawnUp(parts, row), row.content, copyPrinted(parts, job));
    if (isRoll(printer.stock)) return makeListSlip(table, printer.dpi, printer.stock, output);
    return makeSheet(new Uint8Array(await parts.writeTable(table, 'pdf')), output, printer.dpi);
  },
  test: (_, { printer: { id, kind, dpi, stock }, output }) =>
    makeTestPrint({ id, kind, dpi, stock: isRoll(stock) ? stock : labelStockOn(stock) }, output),
};
