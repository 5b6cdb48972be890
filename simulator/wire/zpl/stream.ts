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

/** Cuts a byte stream, in chunks of any size, into commands. Bytes between commands are skipped. */
export class ZplStream {
  readonly #command: (command: ZplCommand) => void;
  #prefix: '^' | '~' | null = null;
  #code = '';
  #chunks: string[] = [];
  #length = 0;

  constructor(command: (command: ZplCommand) => void) {
    this.#command = command;
  }

  feed(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      const byte = bytes[at] ?? 0;
      if (byte === CARET || byte === TILDE) {
        this.#finish();
        this.#prefix = byte === CARET ? '^' : '~';
        at += 1;
      } else if (!this.#prefix) at += 1;
      else if (this.#code.length < 2) {
        this.#letter(byte);
        at += 1;
      } else at = this.#data(bytes, at);
    }
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
    this.reset();
    if (prefix && code.length === 2) this.#command({ prefix, code, parameters });
  }

  reset(): void {
    this.#prefix = null;
    this.#code = '';
    this.#chunks = [];
    this.#length = 0;
  }
}
