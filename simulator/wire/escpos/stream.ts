import { LENGTHS, type Length } from './commands.ts';

export interface EscposListener {
  /** A whole command: `GS v`, `DLE EOT`, `LF`; its bytes after the name. */
  command(name: string, parameters: Uint8Array): void;
  /** Characters to be set as text. */
  text(bytes: number): void;
  note(text: string): void;
}

const PREFIXES: Readonly<Record<number, string>> = { 0x10: 'DLE', 0x1b: 'ESC', 0x1c: 'FS', 0x1d: 'GS' };
const CODES: Readonly<Record<number, string>> = {
  0x04: 'EOT',
  0x05: 'ENQ',
  0x0c: 'FF',
  0x14: 'DC4',
  0x20: 'SP',
};
/** Control characters that are commands by themselves. */
const ALONE: Readonly<Record<number, string>> = {
  0x09: 'HT',
  0x0a: 'LF',
  0x0c: 'FF',
  0x0d: 'CR',
  0x18: 'CAN',
};
/** A longer command is refused: its length bytes are noise. */
const MEMORY = 4_000_000;
/** Lengths are asked anew for each byte only up to here. */
const HEADER = 8;

interface Pending {
  readonly name: string;
  readonly length: Length;
  /** First parameters, which tell how many there are. */
  readonly header: number[];
  /** All of them, once their number is known to be large. */
  whole: Uint8Array | null;
  have: number;
}

/**
 * Cuts a byte stream, in chunks of any size, into commands and text. Whatever stands inside a command's data is data,
 * even a status request: as on hardware.
 */
export class EscposStream {
  readonly #to: EscposListener;
  #prefix: string | null = null;
  #pending: Pending | null = null;

  constructor(to: EscposListener) {
    this.#to = to;
  }

  feed(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.#pending?.whole) at += this.#bulk(this.#pending, bytes.subarray(at));
      else this.#single(bytes[at++] ?? 0);
    }
  }

  /** Bytes of an unfinished command are held. */
  get midway(): boolean {
    return this.#prefix !== null || this.#pending !== null;
  }

  reset(): void {
    this.#prefix = null;
    this.#pending = null;
  }

  #single(byte: number): void {
    if (this.#pending) {
      this.#pending.header.push(byte);
      this.#maybeWhole(this.#pending);
    } else if (this.#prefix) this.#opcode(this.#prefix, byte);
    else if (PREFIXES[byte]) this.#prefix = PREFIXES[byte];
    else if (ALONE[byte]) this.#to.command(ALONE[byte], new Uint8Array());
    else if (byte >= 0x20) this.#to.text(1);
    else if (byte !== 0) this.#to.note(`byte ${byte.toString(16).padStart(2, '0')} is not understood`);
  }

  #opcode(prefix: string, byte: number): void {
    this.#prefix = null;
    const name = `${prefix} ${CODES[byte] ?? String.fromCharCode(byte)}`;
    const length = LENGTHS.get(name);
    if (!length) {
      this.#to.note(`${prefix} ${byte.toString(16).padStart(2, '0')} is not understood`);
      return;
    }
    this.#pending = { name, length, header: [], whole: null, have: 0 };
    this.#maybeWhole(this.#pending);
  }

  #maybeWhole(pending: Pending): void {
    const { name, header, length } = pending;
    const wanted = length(header);
    if (wanted > MEMORY) {
      this.#pending = null;
      this.#to.note(`${name} with ${wanted} bytes is not usable`);
    } else if (header.length >= wanted) {
      this.#pending = null;
      this.#to.command(name, Uint8Array.from(header));
    } else if (header.length >= HEADER) this.#swell(pending, wanted);
  }

  /** Counted data goes straight into its place; what ends with NUL goes on byte by byte, up to a bound. */
  #swell(pending: Pending, wanted: number): void {
    if (wanted === pending.header.length + 1 && wanted < 512) return;
    pending.whole = new Uint8Array(wanted);
    pending.whole.set(pending.header);
    pending.have = pending.header.length;
  }

  #bulk(pending: Pending, bytes: Uint8Array): number {
    const { whole } = pending;
    if (!whole) return 0;
    const piece = bytes.subarray(0, whole.length - pending.have);
    whole.set(piece, pending.have);
    pending.have += piece.length;
    if (pending.have === whole.length) {
      this.#pending = null;
      this.#to.command(pending.name, whole);
    }
    return piece.length;
  }
}
