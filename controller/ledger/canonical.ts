/**
 * JSON Canonicalization Scheme, RFC 8785: no white space, members sorted by UTF-16 code units (§3.2.3), numbers
 * and strings as ECMAScript writes them (§3.2.2). The platform's own serializer does the writing, once the members
 * are in order: the packaged canonicalizer took most of what a chained append may cost more than a plain insert.
 *
 * Throws a TypeError for what JSON cannot carry: undefined, NaN, infinities, lone surrogates, functions.
 */
export const canonicalize = (value: unknown): string => written(inOrder(value));

/** Serializes a value whose members are in canonical order already. */
export const written = (ordered: unknown): string => {
  const text = JSON.stringify(ordered);
  // The only way a \ud… escape gets into the text, unless it is the content itself, is half a surrogate pair.
  if (text.includes('\\ud')) refuseLoneSurrogates(ordered);
  return text;
};

/** A copy with the members of every object in canonical order. */
export const inOrder = (value: unknown): unknown => {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${value} cannot be written as JSON`);
      return value;
    case 'object':
      if (value === null) return null;
      return Array.isArray(value) ? value.map(inOrder) : objectInOrder(value);
    default:
      throw new TypeError(`${typeof value} cannot be written as JSON`);
  }
};

/** Integer-like names are kept in numeric order by every object, which is not the canonical one. */
const integerLike = /^(0|[1-9]\d*)$/;

const objectInOrder = (value: object): object => {
  const members = value as Readonly<Record<string, unknown>>;
  const ordered: Record<string, unknown> = {};
  for (const name of Object.keys(members).sort()) {
    if (integerLike.test(name) || name === '__proto__')
      throw new TypeError(`a member called '${name}' cannot be put in canonical order`);
    ordered[name] = inOrder(members[name]);
  }
  return ordered;
};

const refuseLoneSurrogates = (value: unknown): void => {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new TypeError('half a surrogate pair cannot be written as JSON');
  } else if (typeof value === 'object' && value !== null)
    for (const [name, member] of Object.entries(value)) {
      refuseLoneSurrogates(name);
      refuseLoneSurrogates(member);
    }
};
