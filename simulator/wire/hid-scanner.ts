import type { Firmware } from '../line.ts';
import type { SimScanner } from '../builders/parts.ts';
import { inTheDark, payloadOf, type Scanned } from './scanner.ts';

const REPORT_BYTES = 64;
const REPORT_ID = 0x02;
/** Data bytes one report holds. */
const ROOM = 56;
const DATA_AT = 5;
const VENDOR_AT = 61;
const GOES_ON_AT = 63;
/** Honeywell's own letter for a QR code. */
const QR = 0x73;

/** One input report of a HID POS scanner (usage page 8C): id, length, AIM identifier, data, "goes on". */
const report = (aim: Uint8Array, data: Uint8Array, goesOn: boolean): Uint8Array => {
  const bytes = new Uint8Array(REPORT_BYTES);
  bytes[0] = REPORT_ID;
  bytes[1] = data.length;
  bytes.set(aim, 2);
  bytes.set(data, DATA_AT);
  bytes[VENDOR_AT] = QR;
  bytes[GOES_ON_AT] = goesOn ? 1 : 0;
  return bytes;
};

/** The reports of one code; a long one takes several, cut wherever the room ends. */
export const hidReports = (scanned: Scanned): readonly Uint8Array[] => {
  const data = payloadOf(scanned);
  const aim = Buffer.from(scanned.aim ?? ']Q1', 'latin1');
  const reports: Uint8Array[] = [];
  for (let at = 0; at === 0 || at < data.length; at += ROOM)
    reports.push(report(aim, data.subarray(at, at + ROOM), at + ROOM < data.length));
  return reports;
};

const COMMAND = 0xfd;

/** A HID POS scanner: input reports for what it reads; output reports `FD 03 16 54 0D` and `… 55 0D` switch its light. */
export class HidScanner implements Firmware, SimScanner {
  readonly #send: (report: Uint8Array) => void;
  readonly #triggered: boolean;
  #heard: number[] = [];
  #lit: boolean;

  constructor(triggered: boolean, send: (report: Uint8Array) => void) {
    this.#send = send;
    this.#triggered = triggered;
    this.#lit = !triggered;
  }

  /** Output reports, one after the other. What is no report is skipped byte by byte. */
  receive(bytes: Uint8Array): void {
    this.#heard.push(...bytes);
    while (this.#heard.length > 0) {
      if (this.#heard[0] !== COMMAND) this.#heard.shift();
      else if (this.#heard.length < REPORT_BYTES) return;
      else this.#obey(this.#heard.splice(0, REPORT_BYTES));
    }
  }

  #obey([, length = 0, ...data]: readonly number[]): void {
    const text = data.slice(0, length).join(' ');
    if (this.#triggered && text === '22 84 13') this.#lit = true;
    if (this.#triggered && text === '22 85 13') this.#lit = false;
  }

  /** Throws `SimProblem` in the dark. */
  scan(scanned: Scanned): void {
    const reports = hidReports(scanned);
    if (!this.#lit) inTheDark();
    for (const each of reports) this.#send(each);
  }

  state(): { readonly lit: boolean } {
    return { lit: this.#lit };
  }
}
