import { z } from 'zod';
import { catalogue, type EventType } from '../domain/events.ts';
import type { StreamId, StreamKind } from '../domain/event.ts';
import { canonicalize } from './canonical.ts';
import { exactWriter, type ExactWriter } from './exact-writer.ts';

interface Checked {
  readonly stream: StreamKind;
  readonly prefix: string;
  readonly schema: number;
  readonly payload: z.ZodType;
  readonly write: ExactWriter;
}

/** Unknown fields are an error here: what nobody declared must not slip into a record that is kept for ever. */
const checked: ReadonlyMap<string, Checked> = new Map(
  [...catalogue].map(([type, { stream, schema, payload }]) => {
    const strict = payload instanceof z.ZodObject ? payload.strict() : payload;
    return [type, { stream, prefix: `${stream}:`, schema, payload: strict, write: exactWriter(strict) }];
  }),
);

const streamForm = /^[a-z-]+:[^\s:]\S{0,63}$/;

/** Field and reason of the first problem; never the value, which may be a title. */
const firstProblem = (error: z.ZodError): string => {
  const issue = error.issues[0];
  if (!issue) return 'payload';
  if (issue.code === 'unrecognized_keys') return `unknown field ${issue.keys.join(', ')}`;
  return `${issue.path.length === 0 ? 'payload' : issue.path.join('.')}: ${issue.message}`;
};

/** Why the payload does not fit, or the payload as the schema reads it. */
export const parsePayload = (
  type: string,
  payload: unknown,
): { readonly ok: true; readonly payload: unknown } | { readonly ok: false; readonly why: string } => {
  const entry = checked.get(type);
  if (!entry) return { ok: false, why: `${type} is not in the event catalogue` };
  const result = entry.payload.safeParse(payload);
  return result.success
    ? { ok: true, payload: result.data }
    : { ok: false, why: `${type}: ${firstProblem(result.error)}` };
};

/** What is stored of a payload that fits the catalogue. */
export interface Fitting {
  readonly payload: unknown;
  /** Its RFC 8785 form. */
  readonly written: string;
  /** Version of the schema it fits. */
  readonly schema: number;
}
/** Throws a TypeError that names the event and the field. */
export const fitPayload = (type: EventType, payload: unknown): Fitting => {
  const entry = checked.get(type);
  const written = entry?.write(payload);
  if (entry && written !== undefined) return { payload, written, schema: entry.schema };
  const result = parsePayload(type, payload);
  if (!result.ok) throw new TypeError(result.why);
  return {
    payload: result.payload,
    written: canonicalize(result.payload),
    schema: entry?.schema ?? 1,
  };
};

/** Schema version the catalogue writes today; undefined for an unknown event. */
export const currentSchema = (type: string): number | undefined => checked.get(type)?.schema;

/** Why an event of this type may not stand in this stream; undefined when it may. */
export const streamProblem = (type: string, stream: string): string | undefined => {
  if (!streamForm.test(stream)) return `stream '${stream}' is not <kind>:<key of 1 to 64 characters>`;
  const expected = checked.get(type);
  return expected === undefined || stream.startsWith(expected.prefix)
    ? undefined
    : `${type} belongs to a ${expected.stream} stream, not to ${stream}`;
};

/** Throws a TypeError. */
export const checkStream = (type: EventType, stream: StreamId): void => {
  const problem = streamProblem(type, stream);
  if (problem !== undefined) throw new TypeError(problem);
};
