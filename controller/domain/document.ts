import { follow, refuse, type Decider } from './decider.ts';
import type { PayloadOf } from './events.ts';
import { isClassified } from './secrecy.ts';

export type DocumentState = PayloadOf<'DocumentRegistered'> | null;
export type AmendableFields = PayloadOf<'DocumentAmended'>['after'];
export type DocumentCommand =
  | ({
      readonly type: 'Register';
      /** As written on whatever it came from; looked at first, never kept. */
      readonly secrecy: unknown;
    } & PayloadOf<'DocumentRegistered'>)
  | {
      readonly type: 'Amend';
      readonly fields: Partial<AmendableFields>;
      readonly reason: string;
      /** How far its paper has got: on a label stand what it is and who issued it, in a box it is on its way. */
      readonly papers: 'unlabelled' | 'labelled' | 'on-the-way';
    };

/** What stands on printed labels and in what the paper is known by. */
const ON_LABELS = ['number', 'issuers', 'barcode'] as const;
/** Never on paper of ours: may change at any time. */
const BEHIND_IT = ['oaId'] as const;

/** A document that is not a state secret; the stream key is its id. */
export const document: Decider<DocumentCommand, DocumentState> = {
  kind: 'document',
  revision: 2,
  initialState: () => null,
  evolve: (state, event) => {
    if (event.type === 'DocumentRegistered') return event.payload;
    return event.type === 'DocumentAmended' && state ? { ...state, ...event.payload.after } : state;
  },
  decide: (command, state) =>
    command.type === 'Register' ? register(command, state) : amend(command, state),
};

const register = (command: Extract<DocumentCommand, { type: 'Register' }>, state: DocumentState) => {
  if (isClassified(command.secrecy)) return refuse('classified');
  if (state) return refuse('already-registered');
  const { way, oddities } = command;
  return follow({ type: 'DocumentRegistered', payload: { ...amendableOf(command), way, oddities } });
};

const amend = (command: Extract<DocumentCommand, { type: 'Amend' }>, state: DocumentState) => {
  if (!state) return refuse('not-registered');
  const before = amendableOf(state);
  const after = { ...before, ...command.fields };
  const changed = (Object.keys(before) as (keyof AmendableFields)[]).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  if (changed.length === 0) return follow();
  const { papers, reason } = command;
  const late = changed.find(
    (name) =>
      (papers === 'on-the-way' && !isAmong(BEHIND_IT, name)) ||
      (papers === 'labelled' && isAmong(ON_LABELS, name)),
  );
  if (late !== undefined) return refuse('too-late-to-amend', { field: late, papers });
  return follow({ type: 'DocumentAmended', payload: { before, after, reason } });
};
const isAmong = (names: readonly string[], name: string): boolean => names.includes(name);

const amendableOf = (document: AmendableFields): AmendableFields => {
  const { number, title, issuers, kind, urgency, pages, writtenOn, barcode, oaId } = document;
  return { number, title, issuers, kind, urgency, pages, writtenOn, barcode, oaId };
};
