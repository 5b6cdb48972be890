import { isDocketCode } from '#controller/domain/docket-code.ts';
import { looksLikeOfficialRecord, parseOfficialRecord } from '#controller/domain/official-record.ts';
import type { Point, Reading, Symbology } from './reading.ts';
import { textOf } from './text.ts';

/** Where a reading comes from: the picture as it was given, or one that we changed first. */
export type Source = 'untouched' | 'changed';

/** What was read at one place so far: the content and the passes that agree on it. */
interface Claim {
  readonly reading: Reading;
  readonly passes: Set<string>;
  proven: boolean;
}

/** Share of the error correction left that no accident leaves. */
const SURE = 0.5;
/** Names of the passes that make one line of all rows of a linear symbol, or of some (the name goes on). */
export const ALL_ROWS = 'bars: all';
export const SOME_ROWS = 'bars: from ';
/** No pass of a decoder: the bars of the picture were held against those that the content must have. */
export const COMPARED = 'bars: compared';
/** Whether readings of that pass are of a line made of many rows, and say nothing of where they are. */
export const isPlaceless = (pass: string): boolean => pass === ALL_ROWS || pass.startsWith(SOME_ROWS);
/** Passes that must agree on what does not prove itself. */
export const AGREEING = 2;

/**
 * Whether a reading needs no second opinion. Every retry multiplies wrong readings, nearly all of them of PDF417
 * (which fills what it cannot see) and of linear symbols (which check one character): those must carry a proof of
 * their own, the check character of our docket code or the structure of an official record.
 */
export const provesItself = ({ symbology, bytes, margin }: Reading, source: Source): boolean => {
  if (isDocketCode(textOf(bytes))) return true;
  const untouched = source === 'untouched';
  switch (symbology) {
    case 'QRCode':
    case 'DataMatrix':
      return untouched || (margin ?? 0) >= SURE;
    case 'Aztec':
      // Its words have 6 bits: the smallest symbols correct themselves into another in 1 of 2,000 cases.
      return (margin ?? 0) >= (untouched ? 0.1 : SURE);
    case 'PDF417':
      return untouched && ((margin ?? 0) >= SURE || isWholeRecord(textOf(bytes)));
    default:
      return false;
  }
};

/** Fourteen elements, both days, nothing unreadable. A classified record shows nothing to check it by. */
const isWholeRecord = (text: string): boolean => {
  const parsed = parseOfficialRecord(text);
  return (
    parsed.ok &&
    !parsed.classified &&
    parsed.record.writtenOn !== null &&
    parsed.record.madeOn !== null &&
    !parsed.oddities.some(({ code }) => code === 'missing-elements' || code === 'missing-end')
  );
};

const DOCKET_LIKE = /^[0-9A-Z]{16}$/;

/** Whether a reading of a changed picture cannot be right: a docket code or official record that is none. */
const contradictsItself = ({ symbology, bytes, margin }: Reading, source: Source): boolean => {
  // Without any check character: only what is plain to see counts.
  if (symbology === 'Code39') return source === 'changed' || bytes.length < 4;
  if (source === 'untouched') return false;
  const text = textOf(bytes);
  if (DOCKET_LIKE.test(text)) return !isDocketCode(text);
  if (symbology !== 'PDF417') return false;
  if (looksLikeOfficialRecord(text)) return !parseOfficialRecord(text).ok;
  // All of its error correction went into filling what was not seen: any codewords would have passed.
  return margin === 0;
};

/** Weighs the readings of all passes over one picture. Corners are in pixels of that picture. */
export class Evidence {
  readonly #claims: Claim[] = [];
  readonly #agreeing: number;

  constructor(agreeing = AGREEING) {
    this.#agreeing = agreeing;
  }

  /** Adds what the pass of that name read. */
  add(pass: string, source: Source, readings: readonly Reading[]): void {
    for (const reading of readings) {
      if (contradictsItself(reading, source)) continue;
      const same = this.#claims.find(
        (claim) =>
          sameContent(claim.reading, reading) &&
          (overlap(claim.reading, reading) || sameBars(claim.reading, reading)),
      );
      const claim = same ?? { reading, passes: new Set<string>(), proven: false };
      if (same === undefined) this.#claims.push(claim);
      claim.passes.add(pass);
      claim.proven ||= provesItself(reading, source);
    }
  }

  /** What may be believed: proven, or agreed upon by two passes more than read anything else at the same place. */
  accepted(): readonly Reading[] {
    return this.#claims.filter((claim) => this.#believed(claim)).map(({ reading }) => reading);
  }

  /** What was read and may not be believed yet. */
  pending(): readonly Reading[] {
    return this.#claims.filter((claim) => !this.#believed(claim)).map(({ reading }) => reading);
  }

  #rivals(claim: Claim): readonly Claim[] {
    return this.#claims.filter(
      (other) =>
        other !== claim &&
        other.reading.symbology === claim.reading.symbology &&
        overlap(other.reading, claim.reading),
    );
  }

  /** Both decoders look at the same few rows of a linear symbol: its other rows must say the same. */
  #seenWhole({ reading, passes }: Claim): boolean {
    if (reading.symbology !== 'EAN13' || this.#agreeing < AGREEING) return true;
    const bands = [...passes].filter((pass) => pass.startsWith(SOME_ROWS)).length;
    return (
      passes.has(ALL_ROWS) ||
      passes.has(COMPARED) ||
      bands >= 2 ||
      (bands === 1 && passes.size >= AGREEING + 1)
    );
  }

  #believed(claim: Claim): boolean {
    const against = Math.max(0, ...this.#rivals(claim).map(({ passes }) => passes.size));
    return (
      (claim.proven && against === 0) ||
      (claim.passes.size >= this.#agreeing + against && this.#seenWhole(claim))
    );
  }
}

export const sameContent = (a: Reading, b: Reading): boolean =>
  a.symbology === b.symbology && Buffer.compare(a.bytes, b.bytes) === 0;

const LINEAR: readonly string[] = ['Code128', 'Code39', 'EAN13'] satisfies readonly Symbology[];
/** Most of a linear symbol's length that two of its rows are apart: bars are made about 15 % of it high. */
const HIGHEST = 0.15;
/** Whether two readings of one content are of different rows of the same bars. */
const sameBars = (a: Reading, b: Reading): boolean => {
  if (!LINEAR.includes(a.symbology)) return false;
  const { left, top, right, bottom } = boxOf(a.corners);
  const most = HIGHEST * Math.max(right - left, bottom - top);
  const around = { left: left - most, top: top - most, right: right + most, bottom: bottom + most };
  return boxesTouch(around, boxOf(b.corners));
};

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
export const boxOf = (corners: readonly Point[]): Box => ({
  left: Math.min(...corners.map(([x]) => x)),
  top: Math.min(...corners.map(([, y]) => y)),
  right: Math.max(...corners.map(([x]) => x)),
  bottom: Math.max(...corners.map(([, y]) => y)),
});

/** Whether two readings may be of one symbol; a decoder that gives no more than a line gives a flat box. */
const overlap = (a: Reading, b: Reading): boolean => boxesTouch(boxOf(a.corners), boxOf(b.corners));
export const boxesTouch = (a: Box, b: Box): boolean =>
  a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom;
