import type { JobFate, PrinterCondition, PrinterStatus } from '#controller/ports/printer.ts';
import type { PrinterCause } from '../languages/causes.ts';
import { told } from '../languages/dialogue.ts';
import type { IppAnswer, IppValue } from './message.ts';

type Attributes = ReadonlyMap<string, readonly IppValue[]>;

/** Attributes of the first group with this tag; empty when there is none. */
export const groupOf = (answer: IppAnswer, tag: number): Attributes =>
  answer.groups.find((group) => group.tag === tag)?.attributes ?? new Map<string, readonly IppValue[]>();

/** Reasons that stop a printer (RFC 8011 §5.4.12), worst first. */
const REASONS: readonly (readonly [PrinterCondition, RegExp, PrinterCause])[] = [
  ['open', /^(door|cover|interlock)-open$/, 'cover-open'],
  ['jam', /jam$/, 'paper-jam'],
  ['no-media', /^(media-empty|media-needed|input-tray-missing)$/, 'tray-empty'],
  ['no-media', /^(toner|marker-supply|developer)-empty$/, 'toner-out'],
  ['offline', /^(offline|shutdown|timed-out|connecting-to-device)$/, 'server-unreached'],
  ['paused', /^(paused|moving-to-paused)$/, 'paused-at-server'],
];
/** With the printer's own words, where it has any. */
const worded = (status: PrinterStatus, detail: string): PrinterStatus =>
  detail === '' ? status : { ...status, detail };
const [IDLE, PROCESSING, STOPPED] = [3, 4, 5];

/** The size of the sheet that is wanted, hundredths of a millimetre; null on a roll. */
export type WantedSheet = readonly [number, number] | null;

/** Whether a tray with this sheet has paper, from `printer-input-tray` (PWG 5100.13); undefined when it does not say. */
const hasPaper = (printer: Attributes, wanted: WantedSheet): boolean | undefined => {
  const trays = (printer.get('printer-input-tray') ?? []).map((tray) => {
    const field = (name: string): number =>
      Number(new RegExp(`(?:^|;)${name}=(-?\\d{1,9})`).exec(String(tray))?.[1] ?? -1);
    return { size: [field('mediafeed'), field('mediaxfeed')], level: field('level') };
  });
  const fits = trays.filter(({ size }) => wanted !== null && wanted.every((side) => size.includes(side)));
  const told = (fits.length > 0 ? fits : trays).filter(({ level }) => level >= 0);
  return told.length === 0 ? undefined : told.some(({ level }) => level > 0);
};

/**
 * `printer-state` and `printer-state-reasons` as one state. Servers give reasons the severity of their state (idle:
 * `-report`, printing: `-warning`), so it counts only while printing; of an empty tray only whether it is ours.
 */
export const ippStatus = (printer: Attributes, wanted: WantedSheet = null): PrinterStatus => {
  const state = printer.get('printer-state')?.[0];
  const reasons = (printer.get('printer-state-reasons') ?? [])
    .map(String)
    .filter((reason) => reason !== 'none');
  const isGrave = (name: string, mild: boolean): boolean => {
    if (state === STOPPED || name === 'media-needed') return true;
    if (name === 'media-empty' || name === 'input-tray-missing')
      return hasPaper(printer, wanted) === false || !mild;
    return !mild || state === IDLE;
  };
  const parsed = reasons.map((reason) => {
    const name = reason.replace(/-(error|warning|report)$/, '');
    return { name, grave: isGrave(name, /-(warning|report)$/.test(reason)) };
  });
  for (const [condition, pattern, cause] of REASONS)
    if (parsed.some(({ name, grave }) => grave && pattern.test(name))) return told(condition, cause);
  const said = reasons.filter((reason) => /^[a-z0-9.-]{1,60}$/.test(reason)).join(', ');
  if (state === STOPPED) return worded(told('paused', 'stopped'), said && `it has stopped: ${said}`);
  if (printer.get('printer-is-accepting-jobs')?.[0] === false) return told('paused', 'refuses-jobs');
  if (state === PROCESSING) return worded(told('printing'), said);
  if (state === IDLE) return reasons.length > 0 ? worded(told('warning'), said) : told('connected');
  return { ...told('unknown', 'state-untold'), answered: false };
};

/** `job-state` (RFC 8011 §5.3.7) as the job's fate. */
export const fateOf = (job: Attributes): JobFate => {
  const state = job.get('job-state')?.[0];
  if (state === 9) return 'printed';
  if (state === 7 || state === 8) return 'given-up';
  return typeof state === 'number' && state >= 3 && state <= 6 ? 'waiting' : 'unknown';
};
