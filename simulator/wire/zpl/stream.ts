/** One command as it came: `^` or `~`, two letters, what follows up to the next command. */
export interface ZplCommand {
  readonly prefix: '^' | '~';
  readonly code: string;
  readonly parameters: string;
}

const CARET = 0x5e;
const TILDE = 0x7e;
/** These take no parameters and act as soon as their letters are read: nothing need follow. */
const AT_ONCE = new Set(['^XA', '^XZ', '^FS', '~HS', '~JA', '~JR']);
const LONGEST = 8_000_000;

const BLANK = new Set([0x00, 0x09, 0x0a, 0x0d, 0x20]);

/** Cuts a byte stream, in chunks of any size, into commands. Bytes that belong to none are skipped and noted. */
export class ZplStream {
  readonly #command: (command: ZplCommand) => void;
  readonly #note: (text: string) => void;
  #skipped = 0;
  #prefix: '^' | '~' | null = null;
  #code = '';
  #chunks: string[] = [];
  #length = 0;

  constructor(command: (command: ZplCommand) => void, note: (text: string) => void = () => {}) {
    this.#command = command;
    this.#note = note;
  }

  feed(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      const byte = bytes[at] ?? 0;
      if (this.#prefix && this.#code.length === 2 && byte !== CARET && byte !== TILDE)
        at = this.#data(bytes, at);
      else {
        this.#single(byte);
        at += 1;
      }
    }
  }

  #single(byte: number): void {
    if (byte === CARET || byte === TILDE) {
      this.#finish();
      this.#tellSkipped();
      this.#prefix = byte === CARET ? '^' : '~';
    } else if (this.#prefix) this.#letter(byte);
    else if (!BLANK.has(byte)) this.#skipped += 1;
  }

  #tellSkipped(): void {
    if (this.#skipped > 0) this.#note(`${this.#skipped} bytes between commands`);
    this.#skipped = 0;
  }

  #letter(byte: number): void {
    this.#code += String.fromCharCode(byte).toUpperCase();
    if (this.#code.length === 2 && AT_ONCE.has(`${this.#prefix}${this.#code}`)) this.#finish();
  }

  #data(bytes: Uint8Array, from: number): number {
    let to = from;
    while (to < bytes.length && bytes[to] !== CARET && bytes[to] !== TILDE) to += 1;
    this.#length += to - from;
    if (this.#length <= LONGEST)
      this.#chunks.push(Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1'));
    return to;
  }

  #finish(): void {
    const { prefix, code } = { prefix: this.#prefix, code: this.#code };
    const parameters = this.#chunks.join('');
    this.#forgetCommand();
    if (prefix && code.length === 2) this.#command({ prefix, code, parameters });
    else if (prefix) this.#note(`${prefix}${code} is not understood`);
  }

  reset(): void {
    this.#skipped = 0;
    this.#forgetCommand();
  }

  #forgetCommand(): void {
    this.#prefix = null;
    this.#code = '';
    this.#chunks = [];
    this.#length = 0;
  }
}
