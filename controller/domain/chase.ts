import type { MessageKind, MessageLevel } from './message.ts';

/** Minutes after a deadline, as the site’s rules say; `quiet`: nobody is chased twice for one thing within it. */
export interface ChaseRule {
  readonly headAfter: number;
  readonly supervisorAfter: number;
  readonly quiet: number;
}
/** When somebody is reminded, and the deadline: ms since 1970. */
export interface Moments {
  readonly remind: number;
  readonly due: number;
}
export interface Stage {
  readonly level: MessageLevel;
  readonly kind: Extract<MessageKind, 'reminder' | 'overdue' | 'escalation'>;
}
const MINUTE = 60_000;

/** What has become due around a deadline: at each level only the latest. */
export const stagesAt = ({ remind, due }: Moments, rule: ChaseRule, now: number): readonly Stage[] => {
  if (now < due) return now < remind ? [] : [{ level: 'collector', kind: 'reminder' }];
  return [
    { level: 'collector', kind: 'overdue' },
    ...(now >= due + rule.headAfter * MINUTE ? [{ level: 'head', kind: 'escalation' } as const] : []),
    ...(now >= due + rule.supervisorAfter * MINUTE
      ? [{ level: 'supervisor', kind: 'escalation' } as const]
      : []),
  ];
};

/** When the next stage begins, ms since 1970; infinite after the last one. */
export const nextStageAfter = ({ remind, due }: Moments, rule: ChaseRule, now: number): number =>
  Math.min(
    ...[remind, due, due + rule.headAfter * MINUTE, due + rule.supervisorAfter * MINUTE].filter(
      (at) => at > now,
    ),
    Number.POSITIVE_INFINITY,
  );

/** Until when somebody last told at `at` (UTC instant) is left in peace, ms since 1970. */
export const quietUntil = (at: string, rule: ChaseRule): number => Date.parse(at) + rule.quiet * MINUTE;
