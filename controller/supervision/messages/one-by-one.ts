import type { ChasingPolicy } from '../../config-schema.ts';
import { nextStageAfter, quietUntil, stagesAt, type ChaseRule, type Stage } from '../../domain/chase.ts';
import type { MessageDetails, MessageLevel } from '../../domain/message.ts';
import type { ToldRow } from '../../ports/messages.ts';
import type { OpenClock } from '../../ports/open-clocks.ts';
import type { ReadModels } from '../../ports/read-models.ts';
import type { Reader } from './readers.ts';

export interface OneByOneDeps {
  readonly views: Pick<ReadModels, 'toldOf'>;
  readonly policy: Pick<ChasingPolicy, 'signFor' | 'handling'>;
  readonly readers: (kind: Stage['kind'], level: MessageLevel, department: string) => readonly Reader[];
}
export interface Chased {
  readonly messages: readonly MessageDetails[];
  /** When something is to be said of a piece next, ms since 1970, by docket; nothing for those all is said of. */
  readonly next: ReadonlyMap<string, number>;
}
const chases = new Set<MessageDetails['kind']>(['reminder', 'overdue', 'escalation', 'digest']);

/** The rule for a running clock; undefined for papers that are not urgent: those are chased in digests. */
export const ruleFor = (
  { signFor, handling }: OneByOneDeps['policy'],
  { urgency, clock }: Pick<OpenClock, 'urgency' | 'clock'>,
): ChaseRule | undefined => {
  const rules = clock === 'sign-for' ? signFor : handling;
  return urgency === 'none' || urgency === 'pingji' ? undefined : rules[urgency];
};

/** What is to be said now (ms since 1970) about the urgent ones of some papers, one message a paper and receiver. */
export const chaseOneByOne = (deps: OneByOneDeps, clocks: readonly OpenClock[], now: number): Chased => {
  const messages: MessageDetails[] = [];
  const next = new Map<string, number>();
  for (const open of clocks) {
    const rule = ruleFor(deps.policy, open);
    if (!rule) continue;
    const moments = { remind: Date.parse(open.remindAt), due: Date.parse(open.due) };
    let again = Math.min(next.get(open.docket) ?? Infinity, nextStageAfter(moments, rule, now));
    const stages = stagesAt(moments, rule, now);
    const told = deps.views.toldOf(open.docket).filter(({ clock }) => clock === open.clock);
    for (const stage of stages)
      for (const reader of deps.readers(stage.kind, stage.level, open.department)) {
        const earlier = told.filter((one) => one.channel === reader.channel && one.person === reader.person);
        if (earlier.some((one) => isSaid(one, stage, open))) continue;
        const peace = Math.max(0, ...earlier.map((one) => peaceOf(one, rule)));
        if (peace > now) again = Math.min(again, peace);
        else messages.push(messageOf(stage, reader, open));
      }
    if (again < Infinity) next.set(open.docket, again);
  }
  return { messages: onceEach(messages), next };
};

/** Whether somebody was told this, or what comes after it: nobody hears of a stage behind a later one. */
const isSaid = (told: ToldRow, stage: Stage, { since, due }: OpenClock): boolean =>
  told.since === since && told.due === due && rankOf(told) >= rankOf(stage);
const rankOf = ({ kind, level }: Pick<ToldRow, 'kind' | 'level'>): number =>
  RANKS.indexOf(kind === 'escalation' ? level : kind);
const RANKS: readonly string[] = ['reminder', 'overdue', 'head', 'supervisor'];

const peaceOf = ({ kind, at }: ToldRow, rule: ChaseRule): number =>
  at === null || !chases.has(kind) ? 0 : quietUntil(at, rule);

/** Who is told of a paper in two roles at once is told once, in the higher one. */
const onceEach = (messages: readonly MessageDetails[]): readonly MessageDetails[] => {
  const last = new Map<string, MessageDetails>();
  for (const message of messages) {
    const [about] = message.about;
    last.set([message.channel, message.person, about?.docket, about?.clock].join('\n'), message);
  }
  return [...last.values()];
};

const messageOf = ({ kind, level }: Stage, reader: Reader, open: OpenClock): MessageDetails => {
  const { docket, document, clock, due, since, department } = open;
  return {
    ...reader,
    kind,
    level,
    department,
    occasion: '',
    about: [{ docket, document, clock, due, since }],
  };
};
