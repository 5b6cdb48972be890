import { tasksFor, type Permitted, type StationTask } from '../domain/access.ts';
import type { Draft } from './draft.ts';
import { who } from './drop.ts';
import type { Piece } from './facts.ts';
import { judge, type Verdict } from './words.ts';

/** What is done behind doors: emptying returns and outgoing compartments, reversing a wrong drop, counting everything. */
export type BoxTask = Exclude<StationTask, 'return' | 'send'>;
const BOX_TASKS: readonly string[] = ['take-in', 'correct', 'stock-take', 'fetch'] satisfies BoxTask[];
export const asBoxTask = (flow: string | null | undefined): BoxTask | null =>
  BOX_TASKS.includes(flow ?? '') ? (flow as BoxTask) : null;

export const tasksHere = (draft: Draft): readonly StationTask[] => {
  const person = who(draft);
  return person ? tasksOf(draft, person) : [];
};
/** What somebody may do at this cabinet: papers go out only where there is a compartment for them. */
export const tasksOf = (draft: Draft, person: Permitted): readonly StationTask[] => {
  const { cabinet } = draft.facts.station;
  const goesOut = draft.facts
    .places()
    .some((place) => place.cabinet === cabinet && place.usage === 'outgoing');
  return tasksFor(person).filter((task) => goesOut || (task !== 'send' && task !== 'fetch'));
};

/** The boxes of this cabinet a task is about, each with what is recorded inside. */
export const taskBoxes = (draft: Draft, task: BoxTask): ReadonlyMap<string, readonly Piece[]> => {
  const { cabinet, door } = draft.facts.station;
  const fold = draft.session?.fold;
  const places = draft.facts.places().filter((place) => place.cabinet === cabinet && place.lock[door]);
  const boxes = places.flatMap((place): [string, readonly Piece[]][] => {
    const pieces = draft.inside(place.id);
    if (task === 'stock-take') return fold?.counted?.includes(place.id) ? [] : [[place.id, pieces]];
    const about = pieces.filter((piece) => concerns(task, piece));
    return about.length > 0 ? [[place.id, about]] : [];
  });
  return new Map(boxes);
};
const concerns = (task: BoxTask, { state: { state } }: Piece): boolean => {
  if (task === 'correct') return state === 'deposited' || state === 'outgoing';
  if (task === 'fetch') return state === 'outgoing';
  return task === 'stock-take' || state === 'returned' || state === 'recalled';
};

/** Whether the task may be done now: by whoever is signed in, and to reverse a drop with the second person there. */
export const taskRefusal = (draft: Draft, task: BoxTask): 'not-allowed' | 'witness-first' | null => {
  if (!tasksHere(draft).includes(task)) return 'not-allowed';
  const fold = draft.session?.fold;
  return task === 'correct' && (fold?.witness ?? null) === null ? 'witness-first' : null;
};

const GOOD: Readonly<Record<BoxTask, Verdict>> = {
  'take-in': 'taken-in',
  correct: 'taken-out',
  'stock-take': 'counted',
  fetch: 'fetched',
};
/** A docket code scanned in a task: behind the open door it is one of those taken out or counted. */
export const scanAtTask = (draft: Draft, task: BoxTask, docket: string): void => {
  const visit = draft.visit;
  const open = visit?.reason === task && draft.phase(visit).name === 'open' ? visit : null;
  const compartment = open?.compartment ?? draft.piece(docket)?.state.compartment ?? null;
  judge(draft, { verdict: taskVerdict(draft, task, docket, open), docket, compartment });
};
const taskVerdict = (draft: Draft, task: BoxTask, docket: string, open: Draft['visit']): Verdict => {
  const refusal = taskRefusal(draft, task);
  if (refusal) return refusal;
  if (!open) return 'not-in-this-box';
  if (open.scanned.includes(docket)) return 'already-scanned';
  if (task === 'stock-take') return GOOD[task];
  const piece = draft.piece(docket);
  if (!piece || piece.state.state === 'absent') return 'not-registered';
  const inside = piece.state.compartment === open.compartment && concerns(task, piece);
  return inside ? GOOD[task] : 'not-in-this-box';
};

/** A second person proved who they are while a wrong drop is to be reversed. */
export const joinAsWitness = (
  draft: Draft,
  person: { readonly number: string; readonly roles: readonly string[] },
  method: 'badge' | 'card' | 'pin',
): void => {
  const fold = draft.session?.fold;
  if (person.number === fold?.started?.person) return;
  if (!person.roles.includes('messenger')) {
    draft.say('witness-is-messenger', 'warning');
    return draft.refuse('witness-is-messenger');
  }
  draft.record({ type: 'WitnessJoined', payload: { person: person.number, method } });
  draft.say('witness-joined', 'info');
};
/** Whether whoever arrives now is the second person of a correction. */
export const awaitsWitness = (flow: string | null | undefined, witness: string | null | undefined): boolean =>
  flow === 'correct' && (witness ?? null) === null;
