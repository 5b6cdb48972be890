import { z } from 'zod';
import { canonicalize, writerOf, type Members } from './canonical.ts';
import { catalogue, type EventType } from '../domain/events.ts';
import type { StreamId, StreamKind } from '../domain/event.ts';

interface Checked {
  readonly stream: StreamKind;
  readonly prefix: string;
  readonly schema: number;
  readonly payload: z.ZodType;
  /** Canonical form of a payload that fits. */
  readonly write: (payload: Members) => string;
}

/** Members that came to an event later are optional: what was written before lacks them. */
const hasAll = ({ shape }: z.ZodObject): boolean =>
  Object.values(shape).every((field) => !z.safeParse(field as z.ZodType, undefined).success);

/** Unknown fields are an error here: what nobody declared must not slip into a record that is kept for ever. */
const checked: ReadonlyMap<string, Checked> = new Map(
  [...catalogue].map(([type, { stream, schema, payload }]) => {
    const strict = payload instanceof z.ZodObject ? payload.strict() : payload;
    const write =
      strict instanceof z.ZodObject && hasAll(strict) ? writerOf(Object.keys(strict.shape)) : canonicalize;
    return [type, { stream, prefix: `${stream}:`, schema, payload: strict, write }];
  }),
);

/** RFC 8785 form of a payload that was checked; its members are those of the schema. */
export const canonicalPayload = (type: EventType, payload: unknown): string =>
  checked.get(type)?.write(payload as Members) ?? canonicalize(payload);

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

/** Throws a TypeError that names the event and the field. */
export const checkPayload = (type: EventType, payload: unknown): unknown => {
  const result = parsePayload(type, payload);
  if (!result.ok) throw new TypeError(result.why);
  return result.payload;
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
