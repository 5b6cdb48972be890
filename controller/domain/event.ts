import { z } from 'zod';

/** The kinds of streams; a stream's id is `<kind>:<key>`, e.g. `consignment:<docket code>`. */
export type StreamKind =
  | 'document'
  | 'consignment'
  | 'department'
  | 'person'
  | 'compartment'
  | 'session'
  | 'station'
  | 'site'
  | 'device'
  | 'print-job'
  | 'print-batch'
  | 'receipt'
  | 'difference'
  | 'daily-sheet'
  | 'scan'
  | 'label-template'
  | 'message'
  | 'list-book'
  | 'list'
  | 'dispatch-catalogue'
  | 'webhook'
  | 'bundle'
  | 'recall'
  | 'destruction'
  | 'stock-take';

export type StreamId = `${StreamKind}:${string}`;

/** One entry of the event catalogue: code's types and docs/events.md both come from it. */
export interface EventDefinition<T extends string, P> {
  readonly type: T;
  readonly stream: StreamKind;
  /** Version of the payload's schema; older ones are upcast when read. */
  readonly schema: number;
  /** One sentence in the past tense: what has become true. */
  readonly summary: string;
  readonly payload: z.ZodType<P>;
}

export const defineEvent = <T extends string, P>(
  stream: StreamKind,
  type: T,
  summary: string,
  payload: z.ZodType<P>,
  schema = 1,
): EventDefinition<T, P> => ({ stream, type, schema, summary, payload });

/** UTC, ISO 8601 with milliseconds, as `Date.prototype.toISOString` writes it. */
export const instant = z.iso.datetime({ precision: 3 });
export const text = (max: number) => z.string().max(max);
export const key = z.string().min(1).max(64);
