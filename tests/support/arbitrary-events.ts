import * as fc from 'fast-check';
import { z } from 'zod';
import type { StreamId } from '#controller/domain/event.ts';
import { catalogue, type EventDraft, type EventType } from '#controller/domain/events.ts';

type Schema = Readonly<Record<string, unknown>> & {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly string[];
};

/** Few keys, so that events of different streams speak of the same things. */
const keys = fc.constantFrom('a', 'b', 'c');
const instants = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const texts = (max: number): fc.Arbitrary<string> =>
  fc
    .oneof(
      fc.string({ unit: 'grapheme', maxLength: Math.min(max, 12) }),
      fc.constantFrom('无', '关于做好防汛工作的通知', '"\\\u2028\u0000', "'; DROP TABLE events; --"),
    )
    .map((text) => [...text.slice(0, max)].filter((unit) => unit.isWellFormed()).join(''));

const arbitraryOf = (schema: Schema): fc.Arbitrary<unknown> => {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map(arbitraryOf));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  switch (schema['type']) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({
        min: Math.max(Number(schema['minimum'] ?? 0), -1000),
        max: Math.min(Number(schema['maximum'] ?? 1000), 1000),
      });
    case 'number':
      // Tenths: millimetres as people write them.
      return fc
        .integer({ min: Number(schema['minimum'] ?? 0) * 10, max: Number(schema['maximum'] ?? 100) * 10 })
        .map((tenths) => tenths / 10);
    case 'string':
      return stringOf(schema);
    case 'array':
      return fc.array(arbitraryOf(schema.items ?? {}), {
        minLength: Number(schema['minItems'] ?? 0),
        maxLength: Math.min(Number(schema['maxItems'] ?? 3), 3),
      });
    case 'object':
      return fc.record(
        Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([name, of]) => [name, arbitraryOf(of)]),
        ),
      );
    default:
      throw new Error(`no arbitrary for ${JSON.stringify(schema)}`);
  }
};

const stringOf = (schema: Schema): fc.Arbitrary<unknown> => {
  if (schema['format'] === 'date-time') return instants;
  if (schema['format'] === 'date') return instants.map((instant) => instant.slice(0, 10));
  const max = Number(schema['maxLength'] ?? 20);
  if (max === 64 && schema['minLength'] === 1) return keys;
  return schema['minLength'] === undefined ? texts(max) : texts(max).map((text) => text || '甲');
};

const payloads = new Map(
  [...catalogue].map(([type, { payload }]) => [type, arbitraryOf(z.toJSONSchema(payload) as Schema)]),
);

/** Any draft the catalogue knows, with the stream it goes to. */
export const anyWrite = (
  types: readonly EventType[] = [...catalogue.keys()],
): fc.Arbitrary<{ readonly stream: StreamId; readonly event: EventDraft }> =>
  fc.constantFrom(...types).chain((type) =>
    fc.tuple(keys, payloads.get(type) ?? fc.constant({})).map(([key, payload]) => ({
      stream: `${catalogue.get(type)?.stream ?? 'site'}:${key}` as const,
      event: { type, payload } as EventDraft,
    })),
  );
