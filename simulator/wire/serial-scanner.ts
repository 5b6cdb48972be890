import type { SimScanner } from '../builders/parts.ts';
import type { Firmware } from '../line.ts';
import type { SimClock } from '../clock.ts';
import type { ScannerSpec } from '../site.ts';
import { inTheDark, scannerFrame, type Scanned } from './scanner.ts';

/** From the end of a command to the first byte of its answer, ms. */
export const ANSWER_MS = 20;
const SYN = 0x16;
const CR = 0x0d;
const TILDE = 0x7e;
const ETX = 0x03;
const ACK = 0x06;
const NAK = 0x15;
const ENQ = 0x05;
const LONGEST = 64;

/** `~ SOH 0000 # tag value ; ETX`, `#` for the moment, `@` for good. */
const NEWLAND_BEGIN = '~\x01';
const NEWLAND_END = ';\x03';
const NEWLAND = /^0000[#@](?<tag>[A-Z]{6})(?<value>\d+)$/;

/**
 * A scanner on a serial line. Set to be triggered, it reads only while its light is on: `SYN T CR` and `SYN U CR`
 * (Honeywell, unanswered), or `SCNTRG1` and `SCNTRG0` (Newland, answered with STX SOH, the command and 06, 15 or 05).
 */
export class SerialScanner implements Firmware, SimScanner {
  readonly #spec: ScannerSpec;
  readonly #clock: SimClock;
  readonly #send: (frame: Uint8Array) => void;
  #heard: number[] = [];
  #lit: boolean;

  constructor(spec: ScannerSpec, clock: SimClock, send: (frame: Uint8Array) => void) {
    this.#spec = spec;
    this.#clock = clock;
    this.#send = send;
    this.#lit = spec.trigger === 'none';
  }

  receive(bytes: Uint8Array): void {
    if (this.#spec.trigger === 'none') return;
    const [begin, end] = this.#spec.trigger === 'honeywell' ? [SYN, CR] : [TILDE, ETX];
    for (const byte of bytes) {
      if (byte === begin) this.#heard = [];
      else if (this.#heard.length === 0) continue;
      this.#heard.push(byte);
      if (byte === end) this.#obey(String.fromCharCode(...this.#heard.splice(0)));
      if (this.#heard.length > LONGEST) this.#heard = [];
    }
  }

  #obey(command: string): void {
    if (command === '\x16T\r') this.#lit = true;
    if (command === '\x16U\r') this.#lit = false;
    if (!command.startsWith(NEWLAND_BEGIN) || !command.endsWith(NEWLAND_END)) return;
    const body = command.slice(NEWLAND_BEGIN.length, -NEWLAND_END.length);
    const { tag, value } = NEWLAND.exec(body)?.groups ?? {};
    if (tag === undefined) return;
    const known = tag === 'SCNTRG';
    const fits = value === '0' || value === '1';
    if (known && fits) this.#lit = value === '1';
    const status = known ? (fits ? ACK : NAK) : ENQ;
    const answer = Buffer.from(`\x02\x01${body}${String.fromCharCode(status)};\x03`, 'latin1');
    this.#clock.after(ANSWER_MS, () => this.#send(answer));
  }

  /** Throws `SimProblem` in the dark. */
  scan(scanned: Scanned): void {
    const frame = scannerFrame(this.#spec, scanned);
    if (!this.#lit) inTheDark();
    this.#send(frame);
  }

  state(): { readonly lit: boolean } {
    return { lit: this.#lit };
  }
}
