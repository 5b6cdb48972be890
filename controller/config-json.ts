/** Where something stands in a text, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}
export type JsonPath = readonly PropertyKey[];
export type JsonText =
  | {
      readonly ok: true;
      readonly value: unknown;
      /** Where the value at `path`, or its nearest ancestor, begins. */
      positionOf(path: JsonPath): Position;
      /** Keys written twice in one object; the value is then not to be trusted. */
      readonly duplicates: readonly { readonly path: JsonPath; readonly at: Position }[];
    }
  | { readonly ok: false; readonly at: Position; readonly found: string; readonly fix: string };

const MAX_DEPTH = 64;

/** Reads JSON (RFC 8259) and remembers where each value stands, so that later checks can point at it. Never throws. */
export const readJson = (source: string): JsonText => {
  const text = source.replace(/^\uFEFF/, '');
  const reader = new Reader(text);
  try {
    const value = reader.document();
    const positionOf = (path: JsonPath): Position => {
      for (let length = path.length; length >= 0; length--) {
        const offset = reader.offsets.get(pointer(path.slice(0, length)));
        if (offset !== undefined) return positionAt(text, offset);
      }
      return { line: 1, column: 1 };
    };
    const duplicates = reader.duplicates.map(({ path, offset }) => ({ path, at: positionAt(text, offset) }));
    return { ok: true, value, positionOf, duplicates };
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    const found = JSON.stringify(text.slice(error.offset, error.offset + 20));
    return {
      ok: false,
      at: positionAt(text, error.offset),
      found: error.offset >= text.length ? 'the end of the file' : found,
      fix: error.message,
    };
  }
};

/** `cabinets[0].stations[1].scanner`; `$` for the whole. */
export const pathText = (path: JsonPath): string =>
  path
    .map((step) =>
      typeof step === 'number'
        ? `[${step}]`
        : /^[A-Za-z_$][\w$-]*$/.test(String(step))
          ? `.${String(step)}`
          : `[${JSON.stringify(String(step))}]`,
    )
    .join('')
    .replace(/^\./, '') || '$';

const pointer = (path: JsonPath): string => JSON.stringify(path.map(String));
const positionAt = (text: string, offset: number): Position => {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
};

class JsonFault extends Error {
  readonly offset: number;
  constructor(offset: number, fix: string) {
    super(fix);
    this.offset = offset;
  }
}

class Reader {
  readonly offsets = new Map<string, number>();
  readonly duplicates: { path: JsonPath; offset: number }[] = [];
  #at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  document(): unknown {
    const value = this.#value([]);
    this.#space();
    if (this.#at < this.#text.length) this.#fail('remove what follows the closing bracket');
    return value;
  }

  #value(path: JsonPath): unknown {
    this.#space();
    if (path.length > MAX_DEPTH) this.#fail(`nest at most ${MAX_DEPTH} levels`);
    this.offsets.set(pointer(path), this.#at);
    const next = this.#text[this.#at];
    if (next === '{') return this.#object(path);
    if (next === '[') return this.#array(path);
    if (next === '"') return this.#string();
    return this.#scalar();
  }

  #object(path: JsonPath): Record<string, unknown> {
    const entries = new Map<string, unknown>();
    this.#list('}', () => {
      const start = this.#at;
      if (this.#text[start] !== '"') this.#fail('write a name in double quotes here');
      const name = this.#string();
      this.#space();
      if (!this.#take(':')) this.#fail(`put a colon after the name "${name}"`);
      if (entries.has(name)) this.duplicates.push({ path: [...path, name], offset: start });
      entries.set(name, this.#value([...path, name]));
    });
    // `__proto__` stays an ordinary name.
    return Object.fromEntries(entries);
  }

  #array(path: JsonPath): unknown[] {
    const items: unknown[] = [];
    this.#list(']', () => items.push(this.#value([...path, items.length])));
    return items;
  }

  #list(close: '}' | ']', item: () => void): void {
    this.#at++;
    this.#space();
    if (this.#take(close)) return;
    for (;;) {
      item();
      this.#space();
      if (this.#take(close)) return;
      const comma = this.#at;
      if (!this.#take(',')) this.#fail(`put a comma, or ${close}, before this`);
      this.#space();
      if (this.#text[this.#at] === close) {
        this.#at = comma;
        this.#fail(`remove the comma before ${close}`);
      }
    }
  }

  #string(): string {
    const match = sticky(
      /"(?:[^"\\\p{Cc}]|[\u007F-\u009F]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"/uy,
      this.#text,
      this.#at,
    );
    if (match === undefined) this.#fail('close this text with a double quote; write line breaks as \\n');
    this.#at += match.length;
    return JSON.parse(match) as string;
  }

  #scalar(): unknown {
    const match = sticky(
      /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y,
      this.#text,
      this.#at,
    );
    const after = match === undefined ? undefined : this.#text[this.#at + match.length];
    if (match === undefined || (after !== undefined && /[\w.+-]/.test(after))) {
      if (this.#text.startsWith('//', this.#at) || this.#text.startsWith('/*', this.#at))
        this.#fail('JSON has no comments: remove it');
      this.#fail('write a text in double quotes, a number, true, false, null, { … } or [ … ] here');
    }
    this.#at += match.length;
    return JSON.parse(match);
  }

  #space(): void {
    this.#at += sticky(/[ \t\r\n]*/y, this.#text, this.#at)?.length ?? 0;
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #fail(fix: string): never {
    const comment = /^\/[/*]/.test(this.#text.slice(this.#at, this.#at + 2));
    throw new JsonFault(this.#at, comment ? 'JSON has no comments: remove it' : fix);
  }
}

const sticky = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
};
