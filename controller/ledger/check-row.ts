import { canonicalize } from './canonical.ts';
import { leafHash } from './merkle.ts';
import { parsePayload, streamProblem } from './payloads.ts';
import type { Upcaster } from './upcast.ts';

/** One row of the events table as it lies on the disk. */
export interface EventRow {
  readonly sequence: number;
  /** Sequence of the first event of its stream; before format 3 the name of the stream. */
  readonly stream: number | string;
  readonly version: number;
  readonly type: string;
  readonly event: string;
  readonly leaf: Buffer;
  /** Empty when the event does not end its append. */
  readonly root: Buffer;
}

export type FindingCode =
  | 'unparseable'
  | 'not-canonical'
  | 'column-differs'
  | 'payload-does-not-fit'
  | 'leaf-differs'
  | 'root-differs'
  | 'sequence-gap'
  | 'version-gap'
  | 'tail-missing'
  | 'checkpoint-differs'
  | 'receipt-differs'
  | 'guard-missing'
  | 'file-damaged'
  | 'other-site';

/** Something wrong with the ledger. `detail` never carries content of an event. */
export interface Finding {
  readonly code: FindingCode;
  /** The event it is about, null when it is about the whole. */
  readonly sequence: number | null;
  readonly detail: string;
}

export type Envelope = Readonly<Record<string, unknown>>;

const members = 'actor,cause,payload,schema,sequence,site,station,stream,time,type,version';
const parsed = (text: string): Envelope | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject && Object.keys(value).sort().join(',') === members ? (value as Envelope) : undefined;
  } catch {
    return undefined;
  }
};

/** What a row alone shows to be wrong; where it stands in the chain is judged by the walk. */
export const checkRow = (
  row: EventRow,
  site: string,
  upcast: Upcaster,
): { readonly findings: readonly Finding[]; readonly envelope: Envelope | undefined } => {
  const findings: Finding[] = [];
  const found = (code: FindingCode, detail: string): void =>
    void findings.push({ code, sequence: row.sequence, detail });
  if (!leafHash(row.event).equals(row.leaf)) found('leaf-differs', 'the leaf is not the hash of the event');
  const envelope = parsed(row.event);
  if (!envelope) {
    found('unparseable', 'the event is not a JSON object with the members of an event');
    return { findings, envelope };
  }
  if (!isCanonical(row.event, envelope))
    found('not-canonical', 'the event is not written in RFC 8785 canonical form');
  for (const column of ['sequence', 'version', 'type'] as const)
    if (envelope[column] !== row[column])
      found('column-differs', `column ${column} differs from the event itself`);
  if (envelope['site'] !== site) found('other-site', `the event belongs to another site than '${site}'`);
  const problem = payloadProblem(row, envelope, upcast);
  if (problem !== undefined) found('payload-does-not-fit', problem);
  return { findings, envelope };
};

const isCanonical = (text: string, envelope: Envelope): boolean => {
  try {
    return canonicalize(envelope) === text;
  } catch {
    return false;
  }
};

const payloadProblem = (row: EventRow, envelope: Envelope, upcast: Upcaster): string | undefined => {
  try {
    const payload = upcast(row.type, Number(envelope['schema']), envelope['payload']);
    const result = parsePayload(row.type, payload);
    return result.ok ? streamProblem(row.type, String(envelope['stream'])) : result.why;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
