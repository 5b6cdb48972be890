import type { CardTapView } from '../api/contract/office.ts';
import type { SiteConfig } from '../config-schema.ts';
import type { Cancel, Clock } from '../ports/clock.ts';
import { LedgerUnavailable } from '../ports/ledger.ts';
import type { By } from './by.ts';
import { setCard, type CredentialDeps } from './credentials.ts';
import { done, refused, type Outcome } from './outcome.ts';

/** How long a tap is waited for, ms. */
export const tapMs = 30_000;
/** How long the outcome can be asked for afterwards, ms. */
export const keptMs = 60_000;

interface Tap {
  readonly id: string;
  readonly number: string;
  readonly station: string;
  readonly until: number;
  readonly by: By;
  state: CardTapView['state'];
  code: string | null;
  cancel: Cancel;
}

/** "Hold the card to the reader": the next card at a station's reader becomes a person's card instead of signing in. */
export interface CardTaps {
  /** Waits for a card at this station's reader. Refused: `no-such`, `no-card-reader`, `reader-busy`. */
  begin(number: string, station: string, by: By): Outcome<CardTapView>;
  /** How a person's tap stands. Refused: `no-such`. */
  look(number: string, id: string): Outcome<CardTapView>;
  /** Waits no longer; what is over stays as it is. Refused: `no-such`. */
  cancel(number: string, id: string): Outcome<CardTapView>;
  /** A card was held to a station's reader: true when a tap took it. The number of the card is kept nowhere. */
  take(station: string, uid: string): boolean;
  stop(): void;
}

interface Deps extends CredentialDeps {
  readonly clock: Clock;
  readonly config: Pick<SiteConfig, 'cabinets'>;
}

export const createCardTaps = (deps: Deps): CardTaps => {
  const { clock, entropy, accounts } = deps;
  const stations = deps.config.cabinets.flatMap((cabinet) => cabinet.stations);
  const taps = new Map<string, Tap>();
  const viewOf = ({ id, station, until, state, code }: Tap): CardTapView => ({
    ...{ tap: id, station, state, code, until: new Date(until).toISOString() },
  });
  const end = (tap: Tap, state: Tap['state'], code: string | null = null): void => {
    tap.cancel();
    Object.assign(tap, { state, code });
    tap.cancel = clock.after(keptMs, () => taps.delete(tap.id));
  };
  const waitingAt = (station: string): Tap | undefined =>
    [...taps.values()].find((tap) => tap.station === station && tap.state === 'waiting');
  const known = (number: string, id: string): Outcome<Tap> => {
    const tap = taps.get(id);
    return tap?.number === number ? done(tap) : refused('no-such', { what: 'tap', id });
  };
  const shown = (found: Outcome<Tap>): Outcome<CardTapView> => (found.ok ? done(viewOf(found.value)) : found);

  return {
    begin(number, station, by) {
      if (!accounts.of(number).exists) return refused('no-such', { what: 'person', id: number });
      const at = stations.find(({ id }) => id === station);
      if (!at) return refused('no-such', { what: 'station', id: station });
      if (at.cardReader === null) return refused('no-card-reader', { station });
      const before = waitingAt(station);
      // Asked once more by the same hand for the same person: the same tap.
      if (before?.number === number && before.by.actor === by.actor) return done(viewOf(before));
      if (before) return refused('reader-busy', { station });
      const tap: Tap = {
        ...{ id: entropy.id(), number, station, until: clock.now() + tapMs, by },
        ...{ state: 'waiting', code: null, cancel: () => undefined },
      };
      tap.cancel = clock.after(tapMs, () => end(tap, 'expired'));
      taps.set(tap.id, tap);
      return done(viewOf(tap));
    },
    look: (number, id) => shown(known(number, id)),
    cancel(number, id) {
      const found = known(number, id);
      if (found.ok && found.value.state === 'waiting') end(found.value, 'cancelled');
      return shown(found);
    },
    take(station, uid) {
      const tap = waitingAt(station);
      if (!tap) return false;
      try {
        const set = setCard(deps, tap.number, uid, tap.by);
        if (set.ok) end(tap, 'enrolled');
        else end(tap, 'refused', set.refusal.code);
      } catch (error) {
        if (!(error instanceof LedgerUnavailable)) throw error;
        end(tap, 'refused', 'ledger-unavailable');
      }
      return true;
    },
    stop() {
      for (const tap of taps.values()) tap.cancel();
      taps.clear();
    },
  };
};
