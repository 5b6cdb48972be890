import { cardProfilesOf, type CardProfile, type Tap } from '#drivers/card-readers/number-format.ts';
import { openLink } from '#drivers/links/open-link.ts';
import { isCardReader, type CardReaderConfig, type SiteConfig } from '../../config-schema.ts';
import type { Clock } from '../../ports/clock.ts';
import { CommandFailed, UsageError } from '../command.ts';
import { cardEar, type CardEar, type Heard } from './card-ear.ts';
import type { Finding } from './finding.ts';
import { checked, noCard, profileName, verdict } from './tap-words.ts';

/** Longest a card is waited for, ms. */
const tapMs = 60_000;

interface Tapped {
  readonly findings: readonly Finding[];
  /** What each card gave, in the order they were held to the reader. */
  readonly taps: readonly Tap[];
  /** Formats and byte orders of a typing reader that explain all of them. */
  readonly profiles: readonly CardProfile[];
  /** The settings to write when one is left, ready to paste. */
  readonly changes: readonly string[];
}
interface TapParts {
  readonly clock: Clock;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
  /** Tells the person what to do now. */
  readonly say: (line: string) => void;
  readonly openLink?: typeof openLink;
}

/** The card reader with this name, and what is printed on the cards; throws a UsageError for what is none. Opens nothing. */
export const tapArguments = (
  { devices }: SiteConfig,
  id: string,
  numbers: readonly string[],
): { readonly reader: CardReaderConfig; readonly cards: readonly string[] } => {
  const reader = devices.filter(isCardReader).find((one) => one.id === id);
  if (!reader) {
    const readers = devices.filter(isCardReader).map((one) => one.id);
    throw new UsageError(`--tap ${id} is no card reader; there are ${readers.join(', ') || 'none'}`);
  }
  const cards = numbers.map((number) => number.trim().replace(/\s+/g, ' '));
  if (cards.length === 0) throw new UsageError('--number is missing: write what is printed on the card');
  const twice = cards.find((card, at) => cards.indexOf(card) !== at);
  if (twice !== undefined)
    throw new UsageError(`--number ${twice} stands twice: a second card must be another one`);
  const strange = cards.find((card) => !isNumber(card));
  if (strange !== undefined)
    throw new UsageError(
      `--number ${strange} is no card number: write what is printed on the card, 0040856634, 07302202 or 111,27706, or its UID, 04:A1:B2:C3`,
    );
  return { reader, cards };
};
/** Typed the way it stands there, a number explains itself. */
const isNumber = (known: string): boolean =>
  [known, known.replace(/[\s,]+/g, ','), known.replace(/[\s:.-]/g, '')].some(
    (typed) => cardProfilesOf([{ known, typed }]).length > 0,
  );

/**
 * "Tap a known card": asks for one card after the other and says how the reader writes numbers; a serial reader knows
 * one way only, and each number is compared with what it read. Throws a CommandFailed when the line does not open.
 */
export const tapKnownCards = async (
  { clock, signal, say, openLink: open = openLink }: TapParts,
  reader: CardReaderConfig,
  cards: readonly string[],
): Promise<Tapped> => {
  const made = open(reader.link, clock);
  if (!made.ok) throw new CommandFailed(`${reader.id}: ${made.path} is ${made.value}: ${made.fix}`);
  const opened = await made.opener();
  if (!opened.ok) throw new CommandFailed(`${reader.id}: ${opened.why}. ${opened.fix}`);
  const ear = cardEar(opened.link, reader, clock);
  const hear = (card: string): Promise<Heard> => {
    say(`${reader.id}: hold card ${card} to it now (within ${tapMs / 1000} s; Ctrl-C stops)`);
    return ear.next(tapMs, signal);
  };
  try {
    return await (reader.kind === 'card-reader/hid'
      ? profileOf(reader, cards, hear, ear, say)
      : compare(reader, cards, hear, ear));
  } finally {
    ear.end();
    await opened.link.close();
  }
};

type Hear = (card: string) => Promise<Heard>;
const profileOf = async (
  reader: Extract<CardReaderConfig, { kind: 'card-reader/hid' }>,
  cards: readonly string[],
  hear: Hear,
  ear: CardEar,
  say: TapParts['say'],
): Promise<Tapped> => {
  const taps: Tap[] = [];
  let profiles: readonly CardProfile[] = [];
  let finding: Finding | null = null;
  for (const known of cards) {
    if (finding) say(`${reader.id} ${finding.found}: one more card`);
    const heard = await hear(known);
    if (heard.came !== 'card')
      return { findings: [noCard(reader, known, heard, ear.noise())], taps, profiles, changes: [] };
    taps.push({ known, typed: heard.text });
    profiles = cardProfilesOf(taps);
    finding = verdict(reader, taps, profiles);
    if (profiles.length <= 1) break;
  }
  const [only, ...others] = profiles;
  const changes =
    only && others.length === 0 ? [`"format": "${only.format}"`, `"byteOrder": "${only.byteOrder}"`] : [];
  return { findings: finding ? [finding] : [], taps, profiles, changes };
};

const compare = async (
  reader: CardReaderConfig,
  cards: readonly string[],
  hear: Hear,
  ear: CardEar,
): Promise<Tapped> => {
  const [taps, findings]: [Tap[], Finding[]] = [[], []];
  for (const known of cards) {
    const heard = await hear(known);
    if (heard.came !== 'card') {
      findings.push(noCard(reader, known, heard, ear.noise()));
      break;
    }
    taps.push({ known, typed: heard.text });
    // What the reader reports is the number in hex, of which the printed one is the end.
    const fitting = cardProfilesOf([{ known, typed: heard.text }]).map(profileName);
    findings.push(checked(reader, known, heard.text, fitting));
  }
  return { findings, taps, profiles: [], changes: [] };
};
