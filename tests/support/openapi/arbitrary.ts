import fc, { type Arbitrary } from 'fast-check';

/** JSON Schema as the OpenAPI document writes it; only what our schemas use is read. */
export interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
}
/** Values that are there, by the name of the field that takes them: half of the time one of them is used. */
export type Known = Readonly<Record<string, readonly unknown[]>>;

const words = fc.constantFrom(
  '一',
  '关于做好防汛工作的通知',
  'a',
  '某政办发〔2026〕12号',
  '=1+1',
  '<b>',
  "';--",
);

/** Values that a schema takes. */
export const fitting = (schema: Schema, known: Known = {}, name = ''): Arbitrary<unknown> => {
  const there = known[name];
  const made = madeFrom(schema, known, name);
  return schema.type !== 'array' && there && there.length > 0
    ? fc.oneof(fc.constantFrom(...there), made)
    : made;
};

const madeFrom = (schema: Schema, known: Known, name: string): Arbitrary<unknown> => {
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return fc.oneof(...either.map((one) => fitting(one, known, name)));
  switch (schema.type) {
    case 'object':
      return objectOf(schema, known);
    case 'array': {
      const { items = {}, minItems = 0, maxItems = 3 } = schema;
      return fc.array(fitting(items, known, name), {
        minLength: minItems,
        maxLength: Math.min(maxItems, minItems + 2),
      });
    }
    case 'string':
      return textOf(schema);
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -5, max: Math.min(schema.maximum ?? 50, 2 ** 31) });
    case 'number':
      return fc.double({ min: schema.minimum ?? 0, max: schema.maximum ?? 50, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
};

const objectOf = ({ properties = {}, required = [] }: Schema, known: Known): Arbitrary<unknown> =>
  fc.record(
    Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [name, fitting(schema, known, name)]),
    ),
    { requiredKeys: [...required] },
  );

const textOf = ({ pattern, minLength = 0, maxLength = 60 }: Schema): Arbitrary<string> => {
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  const long = Math.min(maxLength, minLength + 40);
  return fc.oneof(words, fc.string({ minLength, maxLength: long, unit: 'grapheme' })).map((text) => {
    const cut = Array.from(text).slice(0, long).join('');
    return cut.length >= minLength ? cut : cut.padEnd(minLength, 'x');
  });
};

/** What no reader of JSON should stumble over. */
export const hostile: Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    ...[
      '\u0000',
      '\u202e\u2066',
      '🧾'.repeat(500),
      'x'.repeat(20_000),
      '../../etc/passwd',
      '__proto__',
      '\ud800',
    ],
    ...[
      -1,
      0.5,
      1e308,
      2 ** 53,
      '9'.repeat(400),
      true,
      null,
      [],
      {},
      [[[[]]]],
      { __proto__: { a: 1 } },
      '{{7*7}}',
    ],
  ),
);

/** A fitting value with one thing wrong: a field missing, too many, of another type, or beyond its limits. */
export const nearly = (schema: Schema, known: Known = {}): Arbitrary<unknown> =>
  fc.tuple(fitting(schema, known), hostile, fc.nat(), fc.nat(3)).map(([value, bad, at, how]) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return bad;
    const names = Object.keys(value);
    const name = names[at % Math.max(1, names.length)];
    if (how === 0 || name === undefined) return { ...value, extra: bad };
    if (how === 1) return Object.fromEntries(Object.entries(value).filter(([other]) => other !== name));
    return { ...value, [name]: how === 2 ? bad : [(value as Record<string, unknown>)[name]] };
  });
