import type { PayloadOf } from '#controller/domain/events.ts';
import type { AnyStoredEvent, Ledger } from '#controller/ports/ledger.ts';

/** Every event, a page at a time. */
export function* eventsOf(ledger: Pick<Ledger, 'read'>): Generator<AnyStoredEvent> {
  for (let after = 0; ;) {
    const page = ledger.read(after, 1_000);
    if (page.length === 0) return;
    yield* page;
    after += page.length;
  }
}

/** A message as the ledger has it; instants are UTC ms. */
export interface Decided extends Omit<PayloadOf<'MessageDecided'>, 'occasion'> {
  readonly id: string;
  readonly sequence: number;
  readonly at: number;
  /** The time that had passed (see `passedAt`). */
  readonly passed: number;
  /** Of a digest its day. */
  readonly occasion: string;
  /** Attempts of which the controller does not know that they arrived. */
  failed: number;
  /** Whether it was a dead letter for a time. */
  wasDead: boolean;
  end: { readonly what: string; readonly at: number; readonly dockets: readonly string[] } | null;
}
export interface MessageRecord {
  readonly byId: ReadonlyMap<string, Decided>;
  /** What was decided to be said of a clock (or, without one, of a piece) to a receiver. */
  said(receiver: string, docket: string, clock: string | null): readonly Decided[];
}
export const receiverOf = (channel: string, person: string | null): string => `${channel} ${person ?? ''}`;

/** `passedAt`: the time that had passed when an event with a sequence was recorded at an instant. */
export const messagesIn = (
  ledger: Pick<Ledger, 'read'>,
  passedAt: (at: number, sequence: number) => number,
): MessageRecord => {
  const byId = new Map<string, Decided>();
  const said = new Map<string, Decided[]>();
  for (const event of eventsOf(ledger)) {
    if (!event.stream.startsWith('message:')) continue;
    const id = event.stream.slice('message:'.length);
    const at = Date.parse(event.time);
    const known = byId.get(id);
    if (event.type === 'MessageDecided') {
      const { sequence, payload } = event;
      const occasion = payload.occasion.split('#')[0] ?? '';
      const passed = passedAt(at, sequence);
      const decided = {
        ...payload,
        id,
        sequence,
        at,
        passed,
        occasion,
        failed: 0,
        wasDead: false,
        end: null,
      };
      byId.set(id, decided);
      for (const { docket, clock } of payload.about) {
        const key = `${receiverOf(payload.channel, payload.person)} ${docket} ${clock ?? ''}`;
        const list = said.get(key);
        if (list) list.push(decided);
        else said.set(key, [decided]);
      }
    } else if (known) {
      if (event.type === 'MessageDelivered')
        known.end = { what: 'delivered', at, dockets: event.payload.dockets };
      if (event.type === 'MessageDropped') known.end = { what: event.payload.why, at, dockets: [] };
      if (event.type === 'MessageAttemptFailed') known.failed += 1;
      if (event.type === 'MessageGivenUp') known.wasDead = true;
    }
  }
  return { byId, said: (receiver, docket, clock) => said.get(`${receiver} ${docket} ${clock ?? ''}`) ?? [] };
};
