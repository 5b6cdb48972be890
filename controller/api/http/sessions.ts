import { createHash } from 'node:crypto';
import type { Clock } from '../../ports/clock.ts';
import type { Entropy } from '../../ports/entropy.ts';

/** Sign-out of an office page that nobody touches, ms. */
export const OFFICE_IDLE_MS = 15 * 60_000;
/** Longest office session, ms: a working day. */
export const OFFICE_ABSOLUTE_MS = 12 * 3_600_000;
const MOST = 5_000;
const COOKIE = 'docketbox';

interface Held {
  readonly number: string;
  readonly startedAt: number;
  touchedAt: number;
}

/** Cookie sessions of office people, in memory: a restart signs everybody out. Only the hash of an id is held. */
export class OfficeSessions {
  readonly #clock: Clock;
  readonly #entropy: Entropy;
  readonly #held = new Map<string, Held>();

  constructor(clock: Clock, entropy: Entropy) {
    this.#clock = clock;
    this.#entropy = entropy;
  }

  /** A new session for a person who has just proved who they are: its id, 256 bits, base64url. */
  open(number: string): string {
    this.#forgetExpired();
    const oldest = this.#held.size >= MOST ? this.#held.keys().next().value : undefined;
    if (oldest !== undefined) this.#held.delete(oldest);
    const id = Buffer.from(this.#entropy.bytes(32)).toString('base64url');
    const now = this.#clock.now();
    this.#held.set(hashOf(id), { number, startedAt: now, touchedAt: now });
    return id;
  }

  /** The person's number, and the session lives on; undefined when there is none or it is over. */
  touch(id: string): string | undefined {
    const held = this.#held.get(hashOf(id));
    if (!held) return undefined;
    if (this.#isOver(held)) {
      this.close(id);
      return undefined;
    }
    held.touchedAt = this.#clock.now();
    return held.number;
  }

  /** Like `touch`, without prolonging. */
  peek(id: string): string | undefined {
    const held = this.#held.get(hashOf(id));
    return held && !this.#isOver(held) ? held.number : undefined;
  }

  close(id: string): void {
    this.#held.delete(hashOf(id));
  }

  #isOver(held: Held): boolean {
    const now = this.#clock.now();
    return now - held.touchedAt >= OFFICE_IDLE_MS || now - held.startedAt >= OFFICE_ABSOLUTE_MS;
  }

  #forgetExpired(): void {
    for (const [hash, held] of this.#held) if (this.#isOver(held)) this.#held.delete(hash);
  }
}

const hashOf = (id: string): string => createHash('sha256').update(id).digest('hex');

/** The session id in a Cookie header, if any. */
export const sessionIdIn = (header: string | undefined): string | undefined => {
  for (const pair of (header ?? '').slice(0, 8_192).split(';')) {
    const [name, value] = pair.split('=', 2);
    if (name?.trim() === COOKIE && value && /^[\w-]{43}$/.test(value.trim())) return value.trim();
  }
  return undefined;
};

export const sessionCookie = (id: string, secure: boolean): string =>
  `${COOKIE}=${id}; Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
export const endedCookie = (secure: boolean): string =>
  `${COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0${secure ? '; Secure' : ''}`;
