import type { LabelStock } from '#controller/domain/label-stock.ts';
import type { Clock } from '#controller/ports/clock.ts';
import type { JobFate, Printer, PrinterStatus, SendOutcome } from '#controller/ports/printer.ts';
import { exchange } from '../ipp/client.ts';
import type { Exchanged } from '../ipp/client.ts';
import { GROUP } from '../ipp/message.ts';
import type { IppAnswer } from '../ipp/message.ts';
import { IppRequests, mediaOf, sheetOf } from '../ipp/requests.ts';
import { fateOf, groupOf, ippStatus } from '../ipp/state.ts';
import { causes } from '../languages/causes.ts';
import { MS_A_BYTE } from './conversation.ts';
import { isNeedy } from './needy.ts';

/** Milliseconds. */
export const IPP_DELAYS = { ask: 5000, print: 30_000 } as const;

/** Formats we make, best first: PDF keeps the dots, PWG raster too, JPEG blurs them. */
const FORMATS = [
  ['pdf', 'application/pdf'],
  ['pwg', 'image/pwg-raster'],
  ['jpeg', 'image/jpeg'],
] as const;
export type DocumentFormat = (typeof FORMATS)[number][0];

export interface IppPrinterOptions {
  /** `ipp://host/path`. */
  readonly uri: string;
  readonly stock: LabelStock | '80' | 'A4';
}
export interface IppPrinter extends Required<Printer> {
  /** The best format it takes; PDF until it was asked. */
  format(): Promise<DocumentFormat>;
}

const went = (exchanged: Exchanged): IppAnswer | null =>
  exchanged.kind === 'answer' && exchanged.answer.code < 0x100 ? exchanged.answer : null;
/** Answers to a job that would be the same the next time (RFC 8011 §B.1.4), and what to do. */
const REFUSALS: ReadonlyMap<number, string> = new Map([
  [0x0408, 'it refuses the job as too large: print fewer pages at a time'],
  [
    0x040a,
    'it refuses this document format: switch on PDF or PWG raster at the printer, or use another printer',
  ],
  [0x040b, 'it refuses the paper or the number of copies: put A4 into a tray, or use another printer'],
  [0x0411, 'it cannot read the document: try another printer'],
]);
const whyOf = (exchanged: Exchanged): string =>
  exchanged.kind === 'answer'
    ? `it answers status ${exchanged.answer.code.toString(16).padStart(4, '0')}h`
    : exchanged.why;
const mimeOf = (document: Uint8Array): string => {
  const start = Buffer.from(document.subarray(0, 4)).toString('latin1');
  return start === 'RaS2'
    ? 'image/pwg-raster'
    : start.startsWith('\xff\xd8')
      ? 'image/jpeg'
      : 'application/pdf';
};

/**
 * A printer or print server that speaks IPP 2.0 (RFC 8010, RFC 8011): docs/protocols/ipp.md. It keeps books of its
 * jobs, so what became of one is asked for by its name, also after a restart.
 */
export const ippPrinter = ({ uri, stock }: IppPrinterOptions, clock: Clock): IppPrinter => {
  const requests = new IppRequests(uri);
  const numbers = new Map<string, number>();
  let format: DocumentFormat | null = null;
  let mostCopies = 1;

  const ask = (message: Uint8Array): Promise<Exchanged> => exchange(uri, message, clock, IPP_DELAYS.ask);

  const look = async (): Promise<PrinterStatus> => {
    const exchanged = await ask(requests.printer());
    const answer = went(exchanged);
    if (!answer) {
      const condition = exchanged.kind === 'not-sent' ? 'offline' : 'unknown';
      const cause = exchanged.kind === 'answer' ? 'no-printer-answer' : 'link-unreachable';
      return { condition, remaining: null, answered: false, detail: whyOf(exchanged), cause };
    }
    const printer = groupOf(answer, GROUP.printer);
    const supported = printer.get('document-format-supported') ?? [];
    mostCopies = Number(printer.get('copies-supported')?.[0] ?? 1);
    format = FORMATS.find(([, mime]) => supported.includes(mime))?.[0] ?? null;
    const status = ippStatus(printer, sheetOf(stock));
    if (supported.length > 0 && format === null)
      return {
        ...status,
        condition: 'unknown',
        detail: causes['no-format'],
        cause: 'no-format',
      };
    return status;
  };

  /** Its number in the printer's books; null when it is not there, undefined when they cannot be read. */
  const numberOf = async (job: string): Promise<number | null | undefined> => {
    const known = numbers.get(job);
    if (known !== undefined) return known;
    for (const which of ['not-completed', 'completed'] as const) {
      const answer = went(await ask(requests.jobs(which)));
      if (!answer) return undefined;
      for (const { tag, attributes } of answer.groups) {
        const number = attributes.get('job-id')?.[0];
        if (
          tag === GROUP.job &&
          attributes.get('job-name')?.[0] === nameOf(job) &&
          typeof number === 'number'
        ) {
          numbers.set(job, number);
          return number;
        }
      }
    }
    return null;
  };

  return {
    status: look,
    format: async () => {
      if (format === null) await look();
      return format ?? 'pdf';
    },
    async send(document, job = '', copies = 1): Promise<SendOutcome> {
      const status = await look();
      if (isNeedy(status)) return { kind: 'not-sent', why: status.detail ?? status.condition };
      if (copies > mostCopies)
        return {
          kind: 'not-sent',
          final: true,
          why: `it makes at most ${mostCopies} of the ${copies} copies of a job: cancel it, print so many at a time`,
        };
      const what = { name: nameOf(job), format: mimeOf(document), media: mediaOf(stock), copies };
      const message = requests.print(what, document);
      const exchanged = await exchange(uri, message, clock, IPP_DELAYS.print + MS_A_BYTE * message.length);
      const answer = went(exchanged);
      if (!answer) {
        const refusal = exchanged.kind === 'answer' ? REFUSALS.get(exchanged.answer.code) : undefined;
        if (refusal !== undefined) return { kind: 'not-sent', why: refusal, final: true };
        return { kind: exchanged.kind === 'unknown' ? 'in-doubt' : 'not-sent', why: whyOf(exchanged) };
      }
      const number = groupOf(answer, GROUP.job).get('job-id')?.[0];
      if (typeof number === 'number' && job !== '') numbers.set(job, number);
      return { kind: 'taken' };
    },
    async fate(job): Promise<JobFate> {
      const number = await numberOf(job);
      if (typeof number !== 'number') return 'unknown';
      const answer = went(await ask(requests.job(number)));
      const fate = answer ? fateOf(groupOf(answer, GROUP.job)) : 'unknown';
      if (fate === 'printed' || fate === 'given-up') numbers.delete(job);
      return fate;
    },
  };
};

/** As it stands in the printer's books: no title, nothing but the job's own id. */
const nameOf = (job: string): string => `docketbox-${job}`;
