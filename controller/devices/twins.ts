import type { BusConfig } from '#drivers/registry.ts';
import { terminalOf } from '../config-schema.ts';
import { compartment as decider } from '../domain/compartment.ts';
import type { Clock } from '../ports/clock.ts';
import type { Desk } from '../ports/desk.ts';
import type { Fault } from '../ports/health.ts';
import type { BoardUnit } from './board-unit.ts';
import type { Place, Places } from './places.ts';

/** A board that is back waits so long for its twin, and for inputs that do not settle, ms. */
export const twinWaits = { twin: 10_000, settle: 3000 } as const;

/** Levels of the inputs of a board, polarity not applied: terminal and kind of input to level. */
type Picture = ReadonlyMap<string, boolean>;
interface Twin {
  readonly config: BusConfig;
  /** All of its kind and address, itself included. */
  readonly alike: readonly Twin[];
  /** `waiting`: it was away, and nobody has made sure yet that this is it. */
  state: 'waiting' | 'trusted' | 'swapped';
  /** Which one it seems to be; null unless swapped. */
  seems: string | null;
  /** First read since it is back, ms since 1970; null while it is away. */
  since: number | null;
  /** What it showed when it was last trusted. */
  known: Picture;
  now: Picture;
  settled: boolean;
  /** The reply of which `known` was made, hex; the same reply shows the same, and is not looked at again. */
  seen: string | null;
}
/** Boards of one kind and address on different lines, which no probe tells apart. */
export interface Twins {
  /** Whether it has a twin: only then is there anything to ask. */
  has(device: string): boolean;
  /**
   * Takes a read, `raw` being its reply in hex; false: nothing it shows may be recorded, for it may be the other one.
   * Throws what the ledger throws.
   */
  believes(unit: BoardUnit, raw: string): boolean;
  lost(device: string): void;
  /** Why no lock of it may be opened now; null when it may. */
  distrust(device: string): string | null;
  faults(device: string): readonly Fault[];
}

/**
 * Two boards that answer alike can change places when both were away: cables plugged the wrong way round, or a kernel
 * that numbers the ports anew. When both are back, what each shows is compared with what both showed before (after a
 * restart: with the bins in the ledger). When everything fits crosswise and not straight, they are taken for
 * exchanged. Two that showed the same cannot be told apart: give the boards of a site different addresses.
 */
export const createTwins = (
  onBus: readonly BusConfig[],
  places: Pick<Places, 'of'>,
  desk: Pick<Desk, 'state'>,
  clock: Clock,
): Twins => {
  const twins = pairs(onBus);
  let recalled = false;
  /** The ledger is asked at the first read: before that it may not be open yet. */
  const recall = (): void => {
    if (recalled) return;
    for (const twin of twins.values()) {
      const inLedger = ({ compartment, ...place }: Place): boolean | null => {
        if (place.is !== 'bin') return null;
        const { bin } = desk.state(decider, compartment).state;
        return bin === 'unknown' ? null : (bin === 'occupied') === place.occupiedWhenSet;
      };
      twin.known = pictureOf(twin.config, places.of(twin.config.id), inLedger);
    }
    recalled = true;
  };
  const look = (twin: Twin, unit: BoardUnit): void => {
    const here = places.of(twin.config.id).filter(({ is }) => is !== 'beam');
    const level = (place: Place): boolean | null =>
      'input' in place && place.input === 'item' ? unit.item(place.channel) : unit.input(place.channel);
    twin.since ??= clock.now();
    twin.now = pictureOf(twin.config, here, level);
    twin.settled = here.every((place) => level(place) !== null);
  };
  const ready = ({ since, settled }: Twin): boolean =>
    since !== null && (settled || clock.now() - since >= twinWaits.settle);
  /** One that never was away is itself, so it is compared with nobody; nor is one that does not come back in time. */
  const judge = ({ alike }: Twin): void => {
    const open = alike.filter(({ state }) => state !== 'trusted');
    const back = open.filter(ready);
    const waited = Math.max(...back.map(({ since }) => clock.now() - (since ?? 0)));
    if (back.length < open.length && waited < twinWaits.twin) return;
    for (const twin of back) {
      const other = back.find((each) => each !== twin && exchanged(twin, each));
      twin.state = other ? 'swapped' : 'trusted';
      twin.seems = other?.config.id ?? null;
    }
  };
  return {
    has: (device) => twins.has(device),
    believes(unit, raw) {
      const twin = twins.get(unit.config.id);
      if (!twin) return true;
      if (twin.state === 'trusted' && twin.seen === raw) return true;
      recall();
      look(twin, unit);
      if (twin.state === 'waiting') judge(twin);
      if (twin.state !== 'trusted') return false;
      twin.known = new Map([...twin.known, ...twin.now]);
      twin.seen = twin.settled ? raw : null;
      return true;
    },
    lost(device) {
      const twin = twins.get(device);
      if (twin)
        Object.assign(twin, { state: 'waiting', seems: null, since: null, settled: false, seen: null });
    },
    distrust(device) {
      const twin = twins.get(device);
      if (!twin || twin.state === 'trusted') return null;
      return twin.seems === null
        ? `${device} is back, and it is not sure yet that this is it`
        : `${device} and ${twin.seems} seem to have changed places`;
    },
    faults(device) {
      const twin = twins.get(device);
      return twin && twin.seems !== null ? [swappedTwins(device, twin.seems)] : [];
    },
  };
};

const swappedTwins = (id: string, twin: string): Fault => ({
  ...{ code: 'twins-swapped', values: { id, twin } },
  what: `${id} and ${twin} seem to have changed places: each shows what the other one showed; none of their locks is opened`,
  fix: 'swap the two cables back, or the two links in the configuration; then give the two boards different addresses',
});

/** What a twin shows fits the other one, wherever both can be compared, and somewhere not itself. */
const exchanged = (one: Twin, other: Twin): boolean => {
  const differ = (now: Picture, before: Picture): boolean =>
    [...now].some(([input, level]) => (before.get(input) ?? level) !== level);
  const straight = differ(one.now, one.known) || differ(other.now, other.known);
  return straight && !differ(one.now, other.known) && !differ(other.now, one.known);
};

const pictureOf = (
  config: BusConfig,
  here: readonly Place[],
  level: (place: Place) => boolean | null,
): Picture =>
  new Map(
    here.flatMap((place) => {
      const seen = level(place);
      const kind = 'input' in place ? place.input : 'input';
      return seen === null ? [] : [[`${terminalOf(config, place.channel)} ${kind}`, seen] as const];
    }),
  );

/** Every board with one of its kind and address on another line. */
const pairs = (onBus: readonly BusConfig[]): ReadonlyMap<string, Twin> => {
  const found = new Map<string, Twin>();
  for (const boards of Map.groupBy(onBus, ({ kind, address }) => `${kind} ${address}`).values()) {
    const alike: Twin[] = [];
    for (const config of boards.length > 1 ? boards : [])
      alike.push({
        ...{ config, alike, state: 'waiting', seems: null, since: null },
        ...{ known: new Map(), now: new Map(), settled: false, seen: null },
      });
    for (const twin of alike) found.set(twin.config.id, twin);
  }
  return found;
};
