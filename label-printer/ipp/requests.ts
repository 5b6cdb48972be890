import { sizeOfStock, type LabelStock } from '#controller/domain/label-stock.ts';
import { attribute, encodeRequest, GROUP, TAG } from './message.ts';
import type { IppAttribute, IppGroup } from './message.ts';

const OPERATION = {
  printJob: 0x0002,
  getJobAttributes: 0x0009,
  getJobs: 0x000a,
  getPrinterAttributes: 0x000b,
} as const;
const USER = 'docketbox';

/** Requests to one printer, numbered from 1 (RFC 8011 §4). */
export class IppRequests {
  readonly #uri: string;
  #number = 0;

  constructor(uri: string) {
    this.#uri = uri;
  }

  printer(): Uint8Array {
    const wanted = [
      'printer-state',
      'printer-state-reasons',
      'printer-is-accepting-jobs',
      'document-format-supported',
      'copies-supported',
      'printer-input-tray',
    ];
    return this.#request(OPERATION.getPrinterAttributes, [
      attribute('requested-attributes', TAG.keyword, ...wanted),
    ]);
  }

  job(id: number): Uint8Array {
    return this.#request(OPERATION.getJobAttributes, [
      attribute('job-id', TAG.integer, id),
      attribute('requested-attributes', TAG.keyword, 'job-id', 'job-name', 'job-state', 'job-state-reasons'),
    ]);
  }

  jobs(which: 'completed' | 'not-completed'): Uint8Array {
    return this.#request(OPERATION.getJobs, [
      attribute('limit', TAG.integer, 200),
      attribute('requested-attributes', TAG.keyword, 'job-id', 'job-name', 'job-state'),
      attribute('which-jobs', TAG.keyword, which),
    ]);
  }

  /** The document follows the attributes. At its real size, one-sided. */
  print(
    job: {
      readonly name: string;
      readonly format: string;
      readonly media: readonly IppAttribute[];
      readonly copies: number;
    },
    document: Uint8Array,
  ): Uint8Array {
    const attributes = [
      attribute('job-name', TAG.name, job.name),
      attribute('ipp-attribute-fidelity', TAG.boolean, false),
      attribute('document-format', TAG.mimeType, job.format),
    ];
    const template = [
      attribute('copies', TAG.integer, job.copies),
      attribute('sides', TAG.keyword, 'one-sided'),
      attribute('print-scaling', TAG.keyword, 'none'),
      ...job.media,
    ];
    const head = this.#request(OPERATION.printJob, attributes, { tag: GROUP.job, attributes: template });
    return new Uint8Array(Buffer.concat([head, document]));
  }

  #request(operation: number, attributes: readonly IppAttribute[], ...more: readonly IppGroup[]): Uint8Array {
    this.#number += 1;
    // These come first and in this order (RFC 8011 §4.1.4, §4.1.5).
    const common = [
      attribute('attributes-charset', TAG.charset, 'utf-8'),
      attribute('attributes-natural-language', TAG.language, 'en'),
      attribute('printer-uri', TAG.uri, this.#uri),
    ];
    // `job-id` belongs right behind the printer's address, before the user's name.
    const [first, ...rest] = attributes;
    const target = first?.name === 'job-id' ? [first] : [];
    const others = first && target.length === 0 ? [first, ...rest] : rest;
    const user = attribute('requesting-user-name', TAG.name, USER);
    return encodeRequest(operation, this.#number, [
      { tag: GROUP.operation, attributes: [...common, ...target, user, ...others] },
      ...more,
    ]);
  }
}

type Stock = LabelStock | '80' | 'A4';

/** Sides of a sheet of that stock, hundredths of a millimetre (PWG 5100.3); null on a roll. */
export const sheetOf = (stock: Stock): readonly [number, number] | null => {
  if (stock === 'A4') return [21_000, 29_700];
  if (stock === '80') return null;
  const { width, height } = sizeOfStock(stock);
  return [100 * width, 100 * height];
};

/** The paper of a label or sheet; nothing leaves it to the printer, as a roll of any length must. */
export const mediaOf = (stock: Stock): readonly IppAttribute[] => {
  if (stock === 'A4') return [attribute('media', TAG.keyword, 'iso_a4_210x297mm')];
  const sides = sheetOf(stock);
  if (sides === null) return [];
  const size = ['x-dimension', 'y-dimension'].map((name, i) => attribute(name, TAG.integer, sides[i] ?? 0));
  return [attribute('media-col', TAG.collection, [attribute('media-size', TAG.collection, size)])];
};
