import type { MessageSubject } from '../../domain/message.ts';
import type { Channel, OutgoingMessage } from '../../ports/channel.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Contacts } from '../../ports/contacts.ts';
import type { MessageRow } from '../../ports/messages.ts';
import type { OpenClock, OpenClocks } from '../../ports/open-clocks.ts';
import type { ConsignmentRow, ReadModels } from '../../ports/read-models.ts';
import type { PayloadOf } from '../../domain/events.ts';
import { wordsFor, type ToldPiece } from './words.ts';

/** What a message says now; or that it is not needed; or why it cannot be sent at all. */
export type Composed =
  | {
      readonly content: Omit<OutgoingMessage, 'id' | 'attempt' | 'time'> & {
        readonly dockets: readonly string[];
      };
    }
  | { readonly drop: PayloadOf<'MessageDropped'>['why'] }
  | { readonly dead: string };

export interface ComposeDeps {
  readonly views: Pick<ReadModels, 'consignment' | 'department' | 'person' | 'toldOf'>;
  readonly clocks: OpenClocks;
  readonly contacts: Pick<Contacts, 'of'>;
  readonly clock: Clock;
  readonly site: { readonly name: string; readonly timeZone: string; readonly language: 'zh-CN' | 'en' };
}
interface StillTrue {
  readonly subject: MessageSubject;
  readonly piece: ConsignmentRow;
  readonly open: OpenClock | null;
}

/** Reads the state again: nobody is told of what is done, and nothing older is said behind what replaced it. */
export const composer =
  (deps: ComposeDeps) =>
  (message: MessageRow, personal: Channel['personal']): Composed => {
    const { kind, person, department } = message;
    if (person !== null && deps.views.person(person)?.disabled !== false) return { drop: 'no-reader' };
    const open = message.about.flatMap((subject) => stillTrue(deps, message, subject) ?? []);
    if (open.length === 0 && kind !== 'test') return { drop: 'settled' };
    const current = open.filter((one) => !isReplaced(deps, message, one.subject));
    if (current.length === 0 && kind !== 'test') return { drop: 'superseded' };
    const to = personal === null || person === null ? null : deps.contacts.of(person, personal);
    if (personal !== null && to === null) return { dead: `${personal} of ${person ?? 'nobody'} is not set` };
    const pieces = current.map((one) => toldPiece(deps, one));
    const words = wordsFor(deps.site.language, {
      ...{ site: deps.site.name, timeZone: deps.site.timeZone, kind, level: message.level, pieces },
      departmentName: department === null ? null : nameOf(deps, department),
      now: deps.clock.now(),
    });
    const dockets = [...new Set(current.map(({ piece }) => piece.docket))];
    return { content: { to, ...words, dockets, event: eventOf(deps, message, current, dockets) } };
  };

const stillTrue = (
  { views, clocks }: ComposeDeps,
  { kind }: MessageRow,
  subject: MessageSubject,
): StillTrue | undefined => {
  const piece = views.consignment(subject.docket);
  if (!piece) return undefined;
  if (kind === 'deposited' || kind === 'visit')
    return piece.state === 'deposited' ? { subject, piece, open: null } : undefined;
  const open = clocks
    .of(subject.docket)
    .find(({ clock, since }) => clock === subject.clock && since === subject.since);
  return open && { subject, piece, open };
};

/** Whether the same receiver is about to be told the same thing by a later message. */
const isReplaced = (
  { views }: ComposeDeps,
  { sequence, channel, person, kind }: MessageRow,
  { docket, clock }: MessageSubject,
): boolean =>
  kind !== 'deposited' &&
  kind !== 'visit' &&
  views
    .toldOf(docket)
    .some(
      (told) =>
        told.message > sequence &&
        told.channel === channel &&
        told.person === person &&
        told.clock === clock &&
        told.at !== null,
    );

const nameOf = ({ views }: ComposeDeps, code: string): string => views.department(code)?.name ?? code;

const toldPiece = (deps: ComposeDeps, { piece, open }: StillTrue): ToldPiece => ({
  docket: piece.docket,
  departmentName: nameOf(deps, piece.department),
  compartment: piece.compartment,
  urgent: piece.urgency !== 'none' && piece.urgency !== 'pingji',
  clock: open?.clock ?? null,
  due: open ? Date.parse(open.due) : null,
});

/** For programs. */
const eventOf = (
  deps: ComposeDeps,
  { kind, level, department, occasion }: MessageRow,
  current: readonly StillTrue[],
  dockets: readonly string[],
): OutgoingMessage['event'] => ({
  type: kind === 'deposited' ? 'pieces.deposited' : kind === 'test' ? 'channel.test' : `chasing.${kind}`,
  data: {
    department,
    departmentName: department === null ? null : nameOf(deps, department),
    level,
    occasion,
    dockets,
    urgent: current.filter(({ piece: { urgency } }) => urgency !== 'none' && urgency !== 'pingji').length,
    compartments: [...new Set(current.flatMap(({ piece }) => piece.compartment ?? []))],
    deadlines: current.flatMap(({ piece: { docket }, open }) =>
      open ? [{ docket, clock: open.clock, due: open.due }] : [],
    ),
  },
});
