import type { ConfigOf } from '#controller/config-schema.ts';

type Config = ConfigOf<'card-reader/hid'>;
/** How a typing reader writes a card's number: docs/protocols/hid-card-reader.md. */
export interface CardProfile {
  readonly format: Config['format'];
  readonly byteOrder: Config['byteOrder'];
}

const hexOfNumber = (value: number, bytes: number): string | null =>
  value < 2 ** (8 * bytes)
    ? value
        .toString(16)
        .toUpperCase()
        .padStart(2 * bytes, '0')
    : null;
const decimal = (digits: number, bytes: number) => (typed: string) =>
  new RegExp(`^\\d{${digits}}$`).test(typed) ? hexOfNumber(Number(typed), bytes) : null;

/** The bytes as they were typed, upper-case hex; null when the text does not fit the format. */
const readers: { readonly [F in CardProfile['format']]: (typed: string) => string | null } = {
  '8H10D': decimal(10, 4),
  '6H8D': decimal(8, 3),
  '2H4H'(typed) {
    const [, high, low] = /^(\d{3}),(\d{5})$/.exec(typed) ?? [];
    const [first, rest] = [hexOfNumber(Number(high), 1), hexOfNumber(Number(low), 2)];
    return first !== null && rest !== null ? first + rest : null;
  },
  hex: (typed) => (/^([0-9a-fA-F]{2}){3,10}$/.test(typed) ? typed.toUpperCase() : null),
};
const formats = Object.keys(readers) as CardProfile['format'][];

const reversed = (hex: string): string => (hex.match(/../g) ?? []).reverse().join('');

/** Canonical number of a card, upper-case hex with the most significant byte first; null when it is no card. Pure. */
export const uidOf = (typed: string, { format, byteOrder }: CardProfile): string | null => {
  const hex = readers[format](typed);
  return hex !== null && byteOrder === 'lsb-first' ? reversed(hex) : hex;
};

/** One tap of a card of which something is known. */
export interface Tap {
  /** What is printed on the card in any of the formats, or its UID in hex; separators between bytes may stand, and must when all digits are decimal. */
  readonly known: string;
  /** What the reader typed, without Enter. */
  readonly typed: string;
}

/** Everything the text on a card can mean, most significant byte first. Digits alone are decimal, as shops print them. */
const meanings = (known: string): readonly string[] => {
  const text = known.trim();
  const decimals = [text, text.replace(/[\s,]+/g, ',')].flatMap((written) =>
    (['8H10D', '6H8D', '2H4H'] as const).flatMap((format) => readers[format](written) ?? []),
  );
  const hex = readers.hex(text.replace(/[\s:.-]/g, ''));
  return decimals.length > 0 || hex === null ? decimals : [hex];
};
/** Whether two readings can be one card: a format of three bytes drops those that come last as it sends them. */
const agree = (known: string, uid: string, byteOrder: CardProfile['byteOrder']): boolean => {
  if (uid.length >= known.length) return uid.endsWith(known);
  return byteOrder === 'msb-first' ? known.endsWith(uid) : known.startsWith(uid);
};

/**
 * "Tap a known card": every format and byte order that explains all the taps. One: it is found. Several: tap
 * another card. None: another card than was said, or a format that is not supported. Pure.
 */
export const cardProfilesOf = (taps: readonly Tap[]): readonly CardProfile[] =>
  formats
    .flatMap((format) => (['msb-first', 'lsb-first'] as const).map((byteOrder) => ({ format, byteOrder })))
    .filter((profile) =>
      taps.every(({ known, typed }) => {
        const uid = uidOf(typed, profile);
        return uid !== null && meanings(known).some((meaning) => agree(meaning, uid, profile.byteOrder));
      }),
    );
