import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { catalogue } from '#controller/domain/events.ts';
import { canonicalize } from '#controller/ledger/canonical.ts';
import { exactWriter, type ExactWriter } from '#controller/ledger/exact-writer.ts';
import { anyWrite } from '#tests/support/arbitrary-events.ts';

const schemas = new Map(
  [...catalogue].map(([type, { payload }]) => [
    type as string,
    payload instanceof z.ZodObject ? payload.strict() : payload,
  ]),
);
/** A union is left to the schema: which of its members is meant is not for a writer to find out. */
const leftToSchema = ['LabelTemplateSaved'];

const odd: readonly unknown[] = [
  ...[undefined, null, '', 'x'.repeat(500), '2026-02-30', '2026-06-18T01:00:00+08:00', ' a '],
  ...[0, -0, -1, 0.5, Number.NaN, Infinity, 2 ** 53, 10_000, true, [], [undefined], {}, { a: 1 }],
  ...[Array.from({ length: 3_000 }, () => 'a'), new Date(0), new Map(), 7n, Symbol('s'), () => 1],
];

/** The payload with one thing at one place put in, taken out or changed. */
const damaged = (payload: unknown, path: readonly number[], to: unknown): unknown => {
  const [step = 0, ...rest] = path;
  if (typeof payload !== 'object' || payload === null) return to;
  if (Array.isArray(payload))
    return payload.map((one: unknown, i) => (i === step % payload.length ? damaged(one, rest, to) : one));
  const names = [...Object.keys(payload), 'undeclared'];
  const name = names[step % names.length] ?? '';
  const member = (payload as Record<string, unknown>)[name];
  const { [name]: _, ...others } = payload as Record<string, unknown>;
  if (step % 5 === 0) return others;
  return { ...others, [name]: rest.length === 0 ? to : damaged(member, rest, to) };
};

/** Why what a writer says of a payload is not what its schema says; undefined when they agree or it leaves it open. */
const disagreement = (schema: z.ZodType, write: ExactWriter, payload: unknown): string | undefined => {
  const written = write(payload);
  if (written === undefined) return undefined;
  const read = schema.safeParse(payload);
  if (!read.success) return `wrote ${written}, which does not fit: ${read.error.message}`;
  const expected = canonicalize(read.data);
  return written === expected && written === canonicalize(payload)
    ? undefined
    : `wrote ${written} for ${expected}`;
};

const damages = fc.tuple(
  anyWrite(),
  fc.array(fc.nat(9), { minLength: 1, maxLength: 4 }),
  fc.constantFrom(...odd),
);
const writers = new Map([...schemas].map(([type, schema]) => [type, exactWriter(schema)]));

describe('What is written of a payload without asking its schema', () => {
  it('is its canonical form, for every event of the catalogue', () => {
    const written = new Set<string>();
    fc.assert(
      fc.property(anyWrite(), ({ event: { type, payload } }) => {
        const schema = schemas.get(type) ?? z.never();
        const write = writers.get(type) ?? (() => undefined);
        expect(disagreement(schema, write, payload)).toBeUndefined();
        if (write(payload) !== undefined) written.add(type);
      }),
      { numRuns: 3_000 },
    );
    const missing = [...schemas.keys()].filter((type) => !written.has(type));
    expect(missing).toEqual(leftToSchema);
  });

  it('is nothing when anything about the payload is odd', () => {
    fc.assert(
      fc.property(damages, ([{ event }, path, to]) => {
        const payload = damaged(event.payload, path, to);
        const write = writers.get(event.type) ?? (() => undefined);
        expect(disagreement(schemas.get(event.type) ?? z.never(), write, payload)).toBeUndefined();
      }),
      { numRuns: 5_000 },
    );
  });

  it('is judged by a comparison that finds a writer which lets something through', () => {
    const text = z.strictObject({ name: z.string().min(1).max(5), size: z.int().min(1), day: z.iso.date() });
    const fits = { name: 'abc', size: 3, day: '2026-06-18' };
    const lax = {
      'a longer text': [
        z.strictObject({ ...text.shape, name: z.string().max(9) }),
        { ...fits, name: 'abcdef' },
      ],
      'no text': [z.strictObject({ ...text.shape, name: z.string() }), { ...fits, name: '' }],
      'a smaller number': [z.strictObject({ ...text.shape, size: z.int() }), { ...fits, size: 0 }],
      'a day that is none': [
        z.strictObject({ ...text.shape, day: z.string() }),
        { ...fits, day: '2026-02-30' },
      ],
      'an undeclared member': [z.strictObject({ ...text.shape, more: z.string() }), { ...fits, more: 'x' }],
      'a missing member': [
        z.strictObject({ name: text.shape.name, size: text.shape.size }),
        { name: 'a', size: 1 },
      ],
    } as const;
    expect(disagreement(text, exactWriter(text), fits)).toBeUndefined();
    expect(exactWriter(text)(fits)).toBe('{"day":"2026-06-18","name":"abc","size":3}');
    for (const [name, [schema, payload]] of Object.entries(lax)) {
      expect(disagreement(text, exactWriter(schema), payload), name).toBeDefined();
      expect(exactWriter(text)(payload), name).toBeUndefined();
    }
  });

  it('is refused as everywhere when it holds half a character', () => {
    const write = exactWriter(z.strictObject({ name: z.string() }));
    expect(() => write({ name: '\ud800' })).toThrow(TypeError);
    expect(() => canonicalize({ name: '\ud800' })).toThrow(TypeError);
  });

  it('is nothing where a schema asks for what the writer does not know', () => {
    const beyond = [
      ...[
        z.string().trim(),
        z.string().regex(/a/),
        z.email(),
        z.number(),
        z.int().multipleOf(2),
        z.coerce.string(),
      ],
      ...[z.string().refine(() => false), z.array(z.string()).refine(() => false), z.int().positive()],
      ...[z.strictObject({ a: z.string() }).refine(() => false), z.literal('a'), z.string().default('a')],
    ];
    for (const schema of beyond)
      for (const value of ['a', 2, ['a'], { a: 'a' }]) expect(exactWriter(schema)(value)).toBeUndefined();
  });
});
