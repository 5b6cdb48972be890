import type { PayloadOf } from '../../domain/events.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Desk } from '../../ports/desk.ts';
import type { Ledger } from '../../ports/ledger.ts';
import type { CheckpointRow, ReadModels } from '../../ports/read-models.ts';
import type { By } from '../by.ts';
import { logKey } from './log-key.ts';
import { signNote, writeCheckpoint } from './note.ts';

export interface CheckpointDeps {
  readonly desk: Desk;
  readonly ledger: Pick<Ledger, 'head'>;
  readonly views: Pick<ReadModels, 'checkpoints'>;
  readonly clock: Clock;
  readonly siteKey: Uint8Array;
  readonly config: { readonly site: { readonly id: string } };
}

/** Whoever asks again so soon gets the one made before: asking must not fill the ledger, ms. */
const REST = 1000;

/**
 * The ledger's checkpoint as it stands: the last one while nothing was written since (or it is a second old at most),
 * else a new one. Every one handed out is in the ledger, so that it can be shown later that it was a beginning of it.
 */
export const latestCheckpoint = (
  deps: CheckpointDeps,
  purpose: PayloadOf<'CheckpointIssued'>['purpose'],
  by: By,
): CheckpointRow => {
  const { desk, ledger, views, clock, siteKey, config } = deps;
  const [last] = views.checkpoints({ limit: 1 }).rows;
  const head = ledger.head();
  const age = last ? clock.now() - Date.parse(last.issuedAt) : Infinity;
  if (last && (head.sequence === last.sequence || (age >= 0 && age < REST))) return last;
  const signer = logKey(siteKey, config.site.id);
  const checkpoint = { origin: signer.name, size: head.sequence, root: head.root };
  const note = signNote(writeCheckpoint(checkpoint), signer);
  const payload = { ...checkpoint, note, purpose };
  const [event] = desk.append(
    [{ stream: 'site:checkpoints', events: [{ type: 'CheckpointIssued', payload }] }],
    by,
  ).events;
  if (!event) throw new TypeError('an append without its event');
  return { ...payload, sequence: event.sequence, issuedAt: event.time, issuedBy: event.actor };
};
