/**
 * JSON Canonicalization Scheme, RFC 8785: no white space, members sorted by UTF-16 code units (§3.2.3), numbers
 * and strings as ECMAScript writes them (§3.2.2). Written out because the packaged canonicalizer took most of what
 * a chained append may cost more than a plain insert.
 *
 * Throws a TypeError for what JSON cannot carry: undefined, NaN, infinities, lone surrogates, functions.
 */
export const canonicalize = (value: unknown): string => {
  switch (typeof value) {
    case 'string':
      return canonicalString(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${value} cannot be written as JSON`);
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? canonicalArray(value) : canonicalObject(value as Members);
    default:
      throw new TypeError(`${typeof value} cannot be written as JSON`);
  }
};

export type Members = Readonly<Record<string, unknown>>;

/** What is written as it stands: most of all there is, and told faster than the platform writes it. */
const plain = /^[ !#-[\]-~]*$/;

export const canonicalString = (value: string): string => {
  if (plain.test(value)) return `"${value}"`;
  if (!value.isWellFormed()) throw new TypeError('half a surrogate pair cannot be written as JSON');
  return JSON.stringify(value);
};

const canonicalArray = (values: readonly unknown[]): string => {
  let out = '[';
  for (let i = 0; i < values.length; i++) out += (i === 0 ? '' : ',') + canonicalize(values[i]);
  return out + ']';
};

const canonicalObject = (members: Members): string => {
  const names = Object.keys(members).sort();
  let out = '{';
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    out += `${i === 0 ? '' : ','}${canonicalString(name)}:${canonicalize(members[name])}`;
  }
  return out + '}';
};
