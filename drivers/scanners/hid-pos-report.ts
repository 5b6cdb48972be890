/** Input report of a HID POS scanner: docs/protocols/scanner-hid-pos.md. */
export const reportLength = 64;
const reportId = 0x02;
const mostData = 56;
const firstData = 5;
const bracket = 0x5d;
/** AIM identifiers of a scanner's answers to commands. */
const replies: ReadonlySet<string> = new Set(['X0', 'Z6']);

export interface Report {
  /** An answer to a command, not a code. */
  readonly reply: boolean;
  readonly aim: string;
  readonly data: Uint8Array;
  /** The data goes on in the next report. */
  readonly more: boolean;
}

/** One report of 64 bytes; null when it is none of a scan or an answer. Pure. */
export const reportOf = (bytes: Uint8Array): Report | null => {
  const [id, length = 0, mark] = bytes;
  if (bytes.length !== reportLength || id !== reportId || length > mostData || mark !== bracket) return null;
  const aim = Buffer.from(bytes.subarray(3, firstData)).toString('latin1');
  if (!/^[A-Za-z][0-9A-Za-z]$/.test(aim)) return null;
  const data = bytes.slice(firstData, firstData + length);
  return { reply: replies.has(aim), aim, data, more: ((bytes[reportLength - 1] ?? 0) & 1) === 1 };
};

/** Whether the bytes from `at` to `end` can begin a report in a stream, where padding and reserved bits are zero. */
export const fitsReport = (bytes: Uint8Array, at: number, end: number): boolean => {
  const byte = (offset: number): number | undefined => (at + offset < end ? bytes[at + offset] : undefined);
  if (bytes[at] !== reportId) return false;
  const length = byte(1) ?? 0;
  if (length > mostData || (byte(2) ?? bracket) !== bracket) return false;
  if ((byte(62) ?? 0) !== 0 || (byte(63) ?? 0) > 1) return false;
  for (let offset = firstData + length; offset <= 60 && at + offset < end; offset += 1)
    if (bytes[at + offset] !== 0) return false;
  return true;
};
