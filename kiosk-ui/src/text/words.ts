/** Typed text: the Chinese dictionary is the type, the English one has exactly its keys. */
export type LanguageCode = 'zh-CN' | 'en';
/** What the other dictionaries of `Zh` must look like: the same keys, no more and no fewer. */
export type SameKeys<Zh> = { readonly [Key in keyof Zh]: string };

type Bare<Name extends string> = Name extends `${infer First}|${string}` ? First : Name;
/** Names of the `{placeholders}` in a text. */
export type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Bare<Name> | Placeholders<Rest>
  : never;
export type Values = Readonly<Record<string, string | number>>;
/** Says a text by its key; a text with placeholders cannot be said without their values. */
export type Say<Zh> = <Key extends keyof Zh & string>(
  key: Key,
  ...values: Zh[Key] extends string
    ? [Placeholders<Zh[Key]>] extends [never]
      ? []
      : [Readonly<Record<Placeholders<Zh[Key]>, string | number>>]
    : never
) => string;

const placeholder = /\{([^{}|]+)(?:\|([^{}|]*)\|([^{}|]*))?\}/g;
const optional = /\[([^[\]]*)\]/g;

const has = (values: Values, name: string): boolean => values[name] !== undefined && values[name] !== '';

/**
 * Puts values into a text. `{name}` is the value; `{n|piece|pieces}` is the word for one or for many;
 * `[… {name} …]` is left out when the value of one of its placeholders is missing.
 */
export function fill(text: string, values: Values = {}): string {
  const kept = text.replace(optional, (_whole, inner: string) =>
    [...inner.matchAll(placeholder)].every(([, name]) => has(values, name ?? '')) ? inner : '',
  );
  return kept.replace(placeholder, (_whole, name: string, one?: string, many?: string) => {
    const value = values[name];
    if (one !== undefined && many !== undefined) return Number(value) === 1 ? one : many;
    return value === undefined ? '—' : String(value);
  });
}

/** Names of the placeholders of a text, for the test that compares the languages. */
export const placeholdersOf = (text: string): string[] =>
  [...new Set([...text.matchAll(placeholder)].map(([, name]) => name ?? ''))].sort();
