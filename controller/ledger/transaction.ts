import type { StreamId } from '../domain/event.ts';
import type { AnswerOf, AnyStoredEvent, AppendContext, Expected, StreamWrite } from '../ports/ledger.ts';
import { canonicalEvent, checkDraft, placeEvent, type FittingDraft } from './envelope.ts';
import { leafHash, type Frontier } from './merkle.ts';
import type { Projector } from './projector.ts';
import type { Leaf, Storage } from './storage.ts';

/** A write whose drafts fit the catalogue. */
export interface CheckedWrite extends StreamWrite {
  readonly drafts: readonly FittingDraft[];
}
/** Throws a TypeError that names the event and the field. */
export const checkWrite = (write: StreamWrite): CheckedWrite => ({
  ...write,
  drafts: write.events.map((draft) => checkDraft(write.stream, draft)),
});

/** The ledger an append starts from. */
export interface Ground {
  readonly site: string;
  readonly storage: Storage;
  readonly projector: Projector;
  readonly frontier: Frontier;
  /** The append is part of a transaction that somebody else begins and ends. */
  readonly among: boolean;
}
export interface Landed {
  readonly ok: true;
  readonly events: readonly AnyStoredEvent[];
  readonly frontier: Frontier;
  /** Of the last event; undefined when there was none. */
  readonly proof: Leaf | undefined;
}
export interface Conflict {
  readonly ok: false;
  readonly conflict: { readonly stream: StreamId; readonly version: number };
}

const versionIn = (expected: Expected): number => (expected === 'absent' ? 0 : expected.exact);

/**
 * One durable transaction: all events with their leaves, roots and views, and the answer; or nothing of it. Throws
 * what the storage, a view or the answer throws; the caller rolls back. Among others a conflict too is rolled back by
 * who began, and its version is the one that the transaction sees.
 */
export const transact = (
  { site, storage, projector, frontier: start, among }: Ground,
  writes: readonly CheckedWrite[],
  context: AppendContext,
  answer: AnswerOf | undefined,
): Landed | Conflict => {
  const events: AnyStoredEvent[] = [];
  let frontier = start;
  let proof: Leaf | undefined;
  let left = writes.reduce((sum, { drafts }) => sum + drafts.length, 0);
  const conflict = (stream: StreamId): Conflict => {
    if (!among) storage.rollback();
    return { ok: false, conflict: { stream, version: storage.versionOf(stream) } };
  };
  if (!among) storage.begin();
  for (const { stream, expected, drafts } of writes) {
    const version = versionIn(expected);
    // The storage refuses an event that is not the next of its stream.
    if (drafts.length === 0 && storage.versionOf(stream) !== version) return conflict(stream);
    for (const [i, draft] of drafts.entries()) {
      const place = { site, sequence: frontier.size + 1, stream, version: version + i + 1 };
      const event = placeEvent(place, draft, context);
      const canonical = canonicalEvent(event, draft.written);
      const leaf = leafHash(canonical);
      frontier = frontier.add(leaf);
      // No root between two events of one append was ever the ledger's: none is reckoned.
      const root = --left === 0 ? frontier.root() : null;
      if (!storage.insert(event, canonical, leaf, root)) return conflict(stream);
      if (root) proof = { leaf, root };
      projector.apply(event);
      events.push(event);
    }
  }
  if (proof) storage.advance(frontier, proof.root);
  if (answer) storage.remember(answer(events), frontier.size);
  if (!among) storage.commit();
  return { ok: true, events, frontier, proof };
};
