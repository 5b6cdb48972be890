import iconv from 'iconv-lite';
import { SimProblem } from '../problem.ts';
import type { ScannerSpec } from '../site.ts';
import { bytesOfHex, join } from './hex.ts';

export type TextEncoding = 'utf8' | 'gbk' | 'gb18030';

const STX = 0x02;
const ENDINGS: Record<ScannerSpec['suffix'], readonly number[]> = {
  CR: [0x0d],
  LF: [0x0a],
  CRLF: [0x0d, 0x0a],
  ETX: [0x03],
  none: [],
};

/** What lies under the scanner's light. */
export interface Scanned {
  readonly text?: string | undefined;
  readonly hex?: string | undefined;
  readonly encoding?: TextEncoding | undefined;
  /** AIM identifier such as `]Q1`, sent by scanners set to do so. */
  readonly aim?: string | undefined;
}

/**
 * Bytes a serial scanner sends for one code: prefix, AIM identifier, payload, suffix, as it is set.
 * Throws `SimProblem` when there is no payload or the text cannot be written in the encoding.
 */
export const scannerFrame = (
  spec: Pick<ScannerSpec, 'prefix' | 'suffix' | 'aim'>,
  scanned: Scanned,
): Uint8Array => {
  const prefix = spec.prefix === 'STX' ? [STX] : [];
  const aim = spec.aim ? [...Buffer.from(scanned.aim ?? ']Q1', 'latin1')] : [];
  return join(Uint8Array.of(...prefix, ...aim), payloadOf(scanned), Uint8Array.from(ENDINGS[spec.suffix]));
};

/** The bytes of a code, without what a scanner adds. Throws `SimProblem`. */
export const payloadOf = (scanned: Scanned): Uint8Array => {
  if (scanned.hex !== undefined) {
    const bytes = bytesOfHex(scanned.hex);
    if (bytes) return bytes;
    throw new SimProblem('bad-request', 'hex is not hexadecimal', 'write pairs of digits');
  }
  if (scanned.text === undefined)
    throw new SimProblem(
      'bad-request',
      'nothing to scan',
      'give text, hex, or a sheet with a label',
      '没有可扫的内容',
    );
  const encoding = scanned.encoding ?? 'utf8';
  const bytes = iconv.encode(scanned.text, encoding);
  if (iconv.decode(bytes, encoding) === scanned.text) return bytes;
  throw new SimProblem(
    'bad-request',
    `the text cannot be written in ${encoding}`,
    'use utf8 or gb18030',
    `${encoding} 写不出其中的字：改用 UTF-8 或 GB18030`,
  );
};

/** Throws `SimProblem`: a scanner set to be triggered reads nothing in the dark. */
export const inTheDark = (): never => {
  throw new SimProblem(
    'impossible',
    'the light of the scanner is off: nobody has triggered it',
    'have the host switch it on, or set `trigger` to none',
    '扫描枪没有亮灯：系统还没有触发它',
  );
};
