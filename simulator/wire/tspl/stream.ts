/** One command line as it came; `data` are the raw bytes behind a `BITMAP`. */
export interface TsplCommand {
  readonly name: string;
  /** Parameters as written, without blanks around them. */
  readonly parameters: readonly string[];
  readonly data: Uint8Array;
}
export interface TsplListener {
  command(command: TsplCommand): void;
  /** `ESC ! x` acts at once, even in the middle of a line. */
  immediate(code: string): void;
  /** `~! x` acts at once, at the start of a line. */
  query(code: string): void;
  note(text: string): void;
}

const [NUL, LF, CR, ESC, TILDE, BANG, COMMA] = [0x00, 0x0a, 0x0d, 0x1b, 0x7e, 0x21, 0x2c];
const LONGEST_LINE = 1024;
/** Largest bitmap the printer's memory takes, bytes. */
const MEMORY = 4_000_000;
const NO_DATA = new Uint8Array();
const BITMAP = /^BITMAP\s/i;

/**
 * Cuts a byte stream, in chunks of any size, into command lines. A `BITMAP` is told by its name and its fifth comma;
 * from there on its width times its height are raw bytes, whatever they look like.
 */
export class TsplStream {
  readonly #to: TsplListener;
  #line: number[] = [];
  #lost = 0;
  #escape: number[] = [];
  #bitmap: { readonly parameters: readonly string[]; readonly data: Uint8Array; have: number } | null = null;

  constructor(to: TsplListener) {
    this.#to = to;
  }

  feed(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.#bitmap) at += this.#rawBytes(bytes.subarray(at));
      else this.#textByte(bytes[at++] ?? 0);
    }
  }

  /** Bytes of an unfinished command are held. */
  get midway(): boolean {
    return this.#bitmap !== null || this.#line.length > 0;
  }

  reset(): void {
    this.#line = [];
    this.#lost = 0;
    this.#escape = [];
    this.#bitmap = null;
  }

  #rawBytes(bytes: Uint8Array): number {
    const bitmap = this.#bitmap;
    if (!bitmap) return 0;
    const piece = bytes.subarray(0, bitmap.data.length - bitmap.have);
    bitmap.data.set(piece, bitmap.have);
    bitmap.have += piece.length;
    if (bitmap.have === bitmap.data.length) {
      this.#bitmap = null;
      this.#to.command({ name: 'BITMAP', parameters: bitmap.parameters, data: bitmap.data });
    }
    return piece.length;
  }

  #textByte(byte: number): void {
    if (this.#escape.length > 0 || byte === ESC) this.#escaped(byte);
    else if (byte === TILDE && this.#line.length === 0) this.#escape = [byte];
    else if (byte === LF || byte === CR) this.#endOfLine();
    else if (byte !== NUL) this.#keep(byte);
  }

  #keep(byte: number): void {
    if (this.#line.length >= LONGEST_LINE) this.#lost += 1;
    else this.#line.push(byte);
    if (byte === COMMA) this.#maybeBitmap();
  }

  /** `ESC ! x` or `~! x`, three bytes; an escape of another kind is none and its bytes are thrown away. */
  #escaped(byte: number): void {
    this.#escape.push(byte);
    const [first, second, third] = this.#escape;
    if (second === undefined) return;
    if (second !== BANG) {
      this.#escape = [];
      this.#to.note(`${first === ESC ? 'ESC' : '~'} ${shown([second])} is not understood`);
      if (second === ESC || second === LF || second === CR) this.#textByte(second);
    } else if (third !== undefined) {
      this.#escape = [];
      const code = String.fromCharCode(third);
      if (first === ESC) this.#to.immediate(code);
      else this.#to.query(code);
    }
  }

  #maybeBitmap(): void {
    const line = text(this.#line);
    if (!BITMAP.test(line)) return;
    const parameters = parametersOf(line);
    if (parameters.length < 6) return;
    this.#line = [];
    const [width = 0, height = 0] = parameters.slice(2, 4).map(Number);
    const size = width * height;
    if (![width, height].every((n) => Number.isInteger(n) && n > 0) || size > MEMORY)
      this.#to.note(`BITMAP of ${parameters[2]} bytes by ${parameters[3]} rows is not usable`);
    else this.#bitmap = { parameters: parameters.slice(0, 5), data: new Uint8Array(size), have: 0 };
  }

  #endOfLine(): void {
    const line = text(this.#line).trim();
    // By its bytes: the space of Latin-1 that does not break is none to a printer.
    const blank = this.#line.every((byte) => byte <= 0x20);
    const lost = this.#lost;
    this.#line = [];
    this.#lost = 0;
    if (lost > 0) this.#to.note(`a line of ${LONGEST_LINE + lost} bytes is not understood`);
    else if (!blank) {
      const [name = ''] = /^\S+/.exec(line) ?? [];
      this.#to.command({ name: name.toUpperCase(), parameters: parametersOf(line), data: NO_DATA });
    }
  }
}

const text = (bytes: readonly number[]): string => Buffer.from(bytes).toString('latin1');
/** What follows the name, cut at commas. */
const parametersOf = (line: string): string[] => {
  const rest = line.replace(/^\s*\S+/, '').trim();
  return rest === '' ? [] : rest.split(',').map((each) => each.trim());
};
/** Bytes as a note shows them. */
const shown = (bytes: readonly number[]): string => JSON.stringify(text(bytes));
