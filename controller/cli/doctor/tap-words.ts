import { cardProfilesOf, type CardProfile, type Tap } from '#drivers/card-readers/number-format.ts';
import type { CardReaderConfig, ConfigOf } from '../../config-schema.ts';
import type { Heard, Noise } from './card-ear.ts';
import { ok, warning, wrong, type Finding } from './finding.ts';

const page = 'docs/protocols/hid-card-reader.md';
/** `8H10D msb-first`. */
export const profileName = ({ format, byteOrder }: CardProfile): string => `${format} ${byteOrder}`;
const list = (profiles: readonly CardProfile[]): string => profiles.map(profileName).join(' and ');

/** What all taps of a typing reader, at least one, say together. */
export const verdict = (
  reader: ConfigOf<'card-reader/hid'>,
  taps: readonly Tap[],
  profiles: readonly CardProfile[],
): Finding => {
  const { id } = reader;
  const { known, typed } = taps.at(-1) ?? { known: '', typed: '' };
  const [only, ...others] = profiles;
  if (only && others.length > 0) {
    const numbers = taps.map((tap) => `--number "${tap.known}"`).join(' ');
    const fix = `take a card with other bytes too, and do it again with both: ${numbers} --number …`;
    return warning(id, `typed ${typed}, which fits ${list(profiles)}`, fix);
  }
  if (only) {
    const same = only.format === reader.format && only.byteOrder === reader.byteOrder;
    const now = same ? 'the configuration says so already' : `the configuration says ${profileName(reader)}`;
    return ok(id, `typed ${typed}: it writes ${profileName(only)}; ${now}`);
  }
  const alone = taps.length > 1 ? cardProfilesOf(taps.slice(-1)) : [];
  if (alone.length > 0)
    return wrong(
      id,
      `typed ${typed} for card ${known}: that alone fits ${list(alone)}, but not with the cards before`,
      'one of the numbers belongs to another card: hold the cards in the order of their --number',
    );
  return wrong(
    id,
    `typed ${typed} for card ${known}: no format and byte order makes one of the other`,
    `compare --number with what is printed on this very card; if it is right, set the reader to a format of ${page}`,
  );
};

/** Whether the printed number is this card's, of a reader that has one way to write it. */
export const checked = (
  { id }: CardReaderConfig,
  known: string,
  uid: string,
  fitting: readonly string[],
): Finding => {
  if (fitting.includes('hex msb-first')) return ok(id, `read ${uid}: ${known} is this card's number`);
  if (fitting.includes('hex lsb-first'))
    return ok(id, `read ${uid}: ${known} is this card's number, its bytes in the other order`);
  const fix =
    'compare --number with what is printed on this very card; if it is right, the reader tells another number than ' +
    'the printed one: let people enrol their cards at this reader';
  return wrong(id, `read ${uid}: ${known} is not this card's number`, fix);
};

/** Why no card came. */
export const noCard = (
  { id, kind, link }: CardReaderConfig,
  known: string,
  heard: Exclude<Heard, { came: 'card' }>,
  { spoilt, again, bytes }: Noise,
): Finding => {
  const card = `card ${known}`;
  if (heard.came === 'stopped')
    return warning(id, `stopped before ${card} came`, 'do it again when there is time');
  if (heard.came === 'gone')
    return wrong(id, `its line ${link} went away: ${heard.why}`, 'look at plug and cable, then do it again');
  if (bytes > 0)
    return wrong(
      id,
      `${card} did not come, but ${bytes} bytes at ${link} that are none of a ${kind}`,
      'correct its "kind", its "link", or the speed in it',
    );
  if (spoilt > 0)
    return wrong(
      id,
      `${card} did not come; numbers cut off, or with keys that belong to none: ${spoilt}`,
      `hold the card still until it beeps; a reader that types other keys than digits, A to F, comma and Enter must be set so (${page})`,
    );
  return again > 0
    ? wrong(id, `${card} did not come, only the card before it`, `hold ${card} to it`)
    : wrong(
        id,
        `no card came, nothing at all at ${link}`,
        'hold the card flat to it: does it beep? If so, look at cable and link; if not, the card is of another kind',
      );
};
