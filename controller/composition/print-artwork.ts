import { makeLabel } from '#label-printer/make-label.ts';
import { makeReceipt } from '#label-printer/make-receipt.ts';
import { ArtworkError } from '#label-printer/problem.ts';
import type { JobArtwork } from '#label-printer/spooler/printer-queue.ts';
import { receiptViewOf } from '../api/views-of.ts';
import type { PrinterConfig, SiteConfig } from '../config-schema.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { PrintJobRow, ReadModels } from '../ports/read-models.ts';

interface Parts {
  readonly config: SiteConfig;
  readonly views: ReadModels;
  readonly ledger: Pick<Ledger, 'proof'>;
}

/** Draws what a print job is for, from the record as it stands now; verified before it becomes bytes. */
export const printArtwork =
  (parts: Parts): JobArtwork =>
  async (job) => {
    const printer = parts.config.devices.find(
      (device): device is PrinterConfig => device.kind === 'printer/zpl' && device.id === job.printer,
    );
    if (!printer) return { ok: false, why: `the configuration has no printer ${job.printer}` };
    try {
      return { ok: true, bytes: await (job.artwork === 'label' ? label : slip)(parts, job, printer) };
    } catch (error) {
      if (error instanceof ArtworkError) return { ok: false, why: error.message };
      throw error;
    }
  };

const label = async (
  { views, config }: Parts,
  job: PrintJobRow,
  printer: PrinterConfig,
): Promise<Uint8Array> => {
  if (printer.stock !== '60x40')
    throw new ArtworkError('bad-field', { field: 'printer.stock', expected: 'a printer with 60x40 labels' });
  const row = views.consignment(job.subject);
  if (!row) throw new ArtworkError('bad-field', { field: 'docket', expected: 'a registered consignment' });
  return await makeLabel(
    {
      docket: row.docket,
      recipient: views.department(row.department)?.name ?? row.department,
      number: row.number,
      title: row.title,
      issuer: row.issuers.join('、'),
      urgency: row.urgency,
      copy: `${row.copy}/${row.copies}`,
    },
    { language: 'zpl', stock: printer.stock, dpi: printer.dpi, words: config.site.language },
  );
};

const slip = async (parts: Parts, job: PrintJobRow, printer: PrinterConfig): Promise<Uint8Array> => {
  if (printer.stock !== '80')
    throw new ArtworkError('bad-field', { field: 'printer.stock', expected: 'a printer with an 80 mm roll' });
  const { site } = parts.config;
  const receipt = parts.views.receipt(job.subject);
  if (!receipt) throw new ArtworkError('bad-field', { field: 'receipt', expected: 'an issued receipt' });
  return await makeReceipt(receiptViewOf(receipt, parts), {
    format: 'zpl',
    dpi: printer.dpi,
    language: site.language,
    timeZone: site.timeZone,
  });
};
