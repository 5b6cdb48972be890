import { dropRefusal, maySend } from '../domain/access.ts';
import type { OfficialRecord, Oddity } from '../domain/official-record.ts';
import type { Draft } from './draft.ts';
import { who } from './drop.ts';
import type { Input } from './inputs.ts';
import { judge } from './words.ts';

/** An official record was scanned in a drop: its copies are offered, or it is offered to be registered. */
export const scanRecord = (draft: Draft, record: OfficialRecord, oddities: readonly Oddity[]): void => {
  const refusal = notRegistering(draft);
  if (refusal) return judge(draft, { verdict: refusal });
  if (draft.visit) return judge(draft, { verdict: 'finish-other-first' });
  const copies = draft.facts.copies(markOf(record));
  if (copies === null) {
    judge(draft, { verdict: 'record-offered' });
    offer(draft, []);
    return draft.live({ record: { record, oddities } });
  }
  const open = copies.filter((copy) => copy.state.state === 'registered' || copy.state.state === 'labelled');
  judge(draft, { verdict: open.length > 0 ? 'record-offered' : 'already-dropped' });
  draft.live({ record: null });
  offer(
    draft,
    open.map((copy) => copy.docket),
  );
};

/** Why whoever is signed in may not register: whoever may drop may, and whoever hands in what goes out. */
const notRegistering = (draft: Draft) => {
  const person = who(draft);
  if (!person) return 'not-allowed';
  if (draft.session?.fold.flow === 'send') return maySend(person) ? null : 'not-allowed';
  return dropRefusal(person);
};

/** How documents are recognised by their record: element 2 and element 5, where they say something. */
export const markOf = ({ barcode, number }: OfficialRecord) => ({
  barcode: barcode === '' ? null : barcode,
  number: number === '' || number === '无' ? null : number,
});

const offer = (draft: Draft, dockets: readonly string[]): void => {
  if (dockets.length === 0 && draft.session?.fold.offered.length === 0) return;
  draft.record({ type: 'PiecesOffered', payload: { dockets: dockets.slice(0, 500) } });
};

/** Nothing is written here: the registrar writes document, consignments and labels in one append of its own. */
export const register = (draft: Draft, { recipients }: Extract<Input, { type: 'register' }>): void => {
  if (notRegistering(draft)) return draft.refuse('not-allowed');
  if (!draft.state.live.record) return draft.refuse('no-record-offered');
  draft.effects.push({ type: 'register', ...draft.state.live.record, recipients });
};

export const registered = (draft: Draft, dockets: readonly string[]): void => {
  draft.live({ record: null });
  offer(draft, dockets);
  draft.say('registered', 'info');
};

export const discardRecord = (draft: Draft): void => {
  draft.live({ record: null });
  offer(draft, []);
};
