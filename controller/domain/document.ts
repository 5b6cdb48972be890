import { follow, refuse, type Decider } from './decider.ts';
import type { PayloadOf } from './events.ts';
import { isClassified } from './secrecy.ts';

export type DocumentState = PayloadOf<'DocumentRegistered'> | null;
export type DocumentCommand = {
  readonly type: 'Register';
  /** As written on whatever it came from; looked at first, never kept. */
  readonly secrecy: unknown;
} & PayloadOf<'DocumentRegistered'>;

/** A document that is not a state secret; the stream key is its id. */
export const document: Decider<DocumentCommand, DocumentState> = {
  kind: 'document',
  revision: 1,
  initialState: () => null,
  evolve: (state, event) => (event.type === 'DocumentRegistered' ? event.payload : state),
  decide: (command, state) => {
    if (isClassified(command.secrecy)) return refuse('classified');
    if (state) return refuse('already-registered');
    const { number, title, issuers, kind, urgency, pages, writtenOn, barcode, oaId, way, oddities } = command;
    return follow({
      type: 'DocumentRegistered',
      payload: { number, title, issuers, kind, urgency, pages, writtenOn, barcode, oaId, way, oddities },
    });
  },
};
