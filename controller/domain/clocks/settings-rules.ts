import type { ClockRule, ClockSettings, WorkingSpan } from '../catalogue/clock-settings.ts';

export type SettingsProblemCode =
  'span-empty' | 'spans-overlap' | 'last-rule-not-for-all' | 'remind-too-early';
/** Something settings may not be: where (a JSON pointer), and what it says there. */
export interface SettingsProblem {
  readonly code: SettingsProblemCode;
  readonly path: string;
  readonly value: string;
}

/** Everything that keeps settings from being used; pure. */
export const settingsProblems = (settings: ClockSettings): SettingsProblem[] => [
  ...spanProblems(settings.hours, '/hours'),
  ...rulesProblems(settings.signFor, '/signFor'),
  ...rulesProblems(settings.handling, '/handling'),
];

/** Office hours are in order, with something between their ends. */
export const spanProblems = (hours: readonly WorkingSpan[], path: string): SettingsProblem[] =>
  hours.flatMap<SettingsProblem>(({ from, to }, i) => {
    const at = { path: `${path}/${i}/from`, value: String(from) };
    if (from >= to) return [{ code: 'span-empty' as const, ...at }];
    return from < (hours[i - 1]?.to ?? 0) ? [{ code: 'spans-overlap' as const, ...at }] : [];
  });

const MINUTES = { minute: 1, hour: 60, day: 1440 } as const;

const rulesProblems = (rules: readonly ClockRule[], path: string): SettingsProblem[] => [
  ...rules.flatMap(({ amount, unit, remind }, i) =>
    remind < amount * MINUTES[unit]
      ? []
      : [{ code: 'remind-too-early' as const, path: `${path}/${i}/remind`, value: String(remind) }],
  ),
  ...forAll(rules.at(-1), `${path}/${rules.length - 1}`),
];

/** The last rule takes whatever none before it took. */
const forAll = (rule: ClockRule | undefined, path: string): SettingsProblem[] =>
  rule && rule.urgencies.length + rule.kinds.length > 0
    ? [{ code: 'last-rule-not-for-all', path, value: [...rule.urgencies, ...rule.kinds].join(' ') }]
    : [];
