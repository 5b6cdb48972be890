import type { SiteConfig } from '../config-schema.ts';
import type { EventDraft, PayloadOf } from '../domain/events.ts';
import type { Clock } from '../ports/clock.ts';
import type { SignIn, SignInAnswer } from '../ports/sign-in.ts';
import type { Account } from './accounts.ts';
import { isBadge, readBadge } from './badge.ts';
import { cardFingerprint, pinName, type CredentialDeps } from './credentials.ts';
import { hashPin, verifyPin } from './pin.ts';

type Method = PayloadOf<'SignedIn'>['method'];
type Why = PayloadOf<'SignInRefused'>['why'];
export interface SignInDeps extends CredentialDeps {
  readonly clock: Clock;
  readonly policies: SiteConfig['policies'];
}

/** Numbers nobody has, so that they lock like real ones; the oldest is forgotten beyond this many. */
const MOST_STRANGERS = 1_000;

/**
 * Sign-in by PIN, card or badge. PINs are verified one at a time over the whole controller, so that no burst of
 * parallel guesses slips past the counters. An unknown number costs the same work, gets the same answer and locks
 * after as many tries as a known one; a locked account answers alike to a right and a wrong PIN.
 */
export const makeSignIn = (deps: SignInDeps): SignIn => {
  const { accounts, clock, entropy, policies, siteKey, views } = deps;
  const strangers = new Map<string, { failures: number; lockedUntil: number }>();
  let line: Promise<unknown> = Promise.resolve();
  let dummy: Promise<string> | undefined;

  const append = (place: string, number: string | null, events: readonly EventDraft[], known = number) => {
    const writes = [
      { stream: `person:${known ?? ''}` as const, events: events.filter((event) => isPersonal(event.type)) },
      { stream: `station:${place}` as const, events: events.filter((event) => !isPersonal(event.type)) },
    ];
    const by = { actor: number ?? 'system', station: place, cause: entropy.id() };
    deps.desk.append(
      writes.filter((write) => write.events.length > 0),
      by,
    );
  };
  const later = (): string => new Date(clock.now() + policies.lockFor * 1000).toISOString();
  const isAhead = (until: string | null): until is string =>
    until !== null && Date.parse(until) > clock.now();

  /** One more refusal at this place: locks it when that was the last one permitted. */
  const placeLock = (place: string): EventDraft[] =>
    views.stationLock(place).failures + 1 >= policies.lockAfter
      ? [{ type: 'StationSignInLocked', payload: { until: later() } }]
      : [];

  const refuse = (place: string, number: string, method: Method, why: Why, until?: string): SignInAnswer => {
    const refusal: EventDraft = { type: 'SignInRefused', payload: { station: place, method, why } };
    append(place, null, [refusal, ...(method === 'pin' ? placeLock(place) : [])], number);
    return { ok: false, why, ...(until === undefined ? {} : { until }) };
  };

  const wrongPin = (place: string, number: string, account: Account): SignInAnswer => {
    const refusal: EventDraft = {
      type: 'SignInRefused',
      payload: { station: place, method: 'pin', why: 'wrong-pin' },
    };
    const locks: EventDraft[] =
      account.failures + 1 >= policies.lockAfter
        ? [{ type: 'SignInLocked', payload: { until: later() } }]
        : [];
    append(place, null, [refusal, ...locks, ...placeLock(place)], number);
    return { ok: false, why: 'wrong-pin' };
  };

  const stranger = (place: string, number: string): SignInAnswer => {
    const known = strangers.get(number) ?? { failures: 0, lockedUntil: 0 };
    const locked = known.lockedUntil > clock.now();
    append(place, null, [{ type: 'StrangerRefused', payload: { method: 'pin' } }, ...placeLock(place)]);
    if (locked) return { ok: false, why: 'locked', until: new Date(known.lockedUntil).toISOString() };
    const failures = known.failures + 1;
    strangers.delete(number);
    strangers.set(
      number,
      failures >= policies.lockAfter
        ? { failures: 0, lockedUntil: clock.now() + policies.lockFor * 1000 }
        : { failures, lockedUntil: 0 },
    );
    const oldest = strangers.size > MOST_STRANGERS ? strangers.keys().next().value : undefined;
    if (oldest !== undefined) strangers.delete(oldest);
    return { ok: false, why: 'wrong-pin' };
  };

  /** The last step of every way: policy, then the fact. */
  const admit = (place: string, number: string, method: Method): SignInAnswer => {
    const account = accounts.of(number);
    if (account.disabled) return refuse(place, number, method, 'disabled');
    if (account.person.roles.length === 0) return refuse(place, number, method, 'no-role');
    const roles = account.person.roles.filter((role) => policies.signIn[role].includes(method));
    if (roles.length === 0) return refuse(place, number, method, 'method-not-allowed');
    append(place, number, [{ type: 'SignedIn', payload: { station: place, method } }]);
    return { ok: true, method, person: { ...account.person, roles, number } };
  };

  const pinNow = async (place: string, number: string, pin: string): Promise<SignInAnswer> => {
    const lock = views.stationLock(place).lockedUntil;
    if (isAhead(lock)) return { ok: false, why: 'station-locked', until: lock };
    const { exists, pins } = accounts.of(number);
    dummy ??= hashPin(siteKey, '', entropy.bytes(16), deps.pinCost);
    const stored =
      (exists && pins > 0 ? deps.secrets.get(pinName(number, pins)) : undefined) ?? (await dummy);
    const right = await verifyPin(siteKey, pin, stored);
    const account = accounts.of(number);
    if (!account.exists) return stranger(place, number);
    if (isAhead(account.lockedUntil)) return refuse(place, number, 'pin', 'locked', account.lockedUntil);
    if (!right || account.pins !== pins) return wrongPin(place, number, account);
    return admit(place, number, 'pin');
  };

  return {
    isBadge,
    byPin(place, number, pin) {
      const answer = line.then(() => pinNow(place, number, pin));
      line = answer.catch(() => undefined);
      return answer;
    },
    async byCard(place, uid) {
      const person = views.personByCard(cardFingerprint(siteKey, uid));
      if (!person) {
        append(place, null, [{ type: 'StrangerRefused', payload: { method: 'card' } }]);
        return { ok: false, why: 'stranger' };
      }
      const until = accounts.of(person.number).lockedUntil;
      return isAhead(until)
        ? refuse(place, person.number, 'card', 'locked', until)
        : admit(place, person.number, 'card');
    },
    async byBadge(place, text) {
      const badge = readBadge(siteKey, text);
      const account = badge && accounts.of(badge.number);
      if (!badge || !account?.exists) {
        append(place, null, [{ type: 'StrangerRefused', payload: { method: 'badge' } }]);
        return { ok: false, why: 'bad-badge' };
      }
      if (badge.serial !== account.badges) return refuse(place, badge.number, 'badge', 'bad-badge');
      const until = account.lockedUntil;
      return isAhead(until)
        ? refuse(place, badge.number, 'badge', 'locked', until)
        : admit(place, badge.number, 'badge');
    },
  };
};

const PERSONAL: ReadonlySet<string> = new Set(['SignedIn', 'SignInRefused', 'SignInLocked']);
const isPersonal = (type: EventDraft['type']): boolean => PERSONAL.has(type);
