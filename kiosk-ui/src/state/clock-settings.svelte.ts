import type {
  ClockEffectView,
  ClockRuleBody,
  ClockSettingsBody,
  ClockSettingsView,
} from '#controller/api/contract/clocks.ts';
import type { Problem } from '#controller/api/contract/problem.ts';
import { split } from './document-form.svelte.ts';
import { office } from './office.svelte.ts';

/** A rule as it is typed. */
interface RuleForm extends Omit<ClockRuleBody, 'kinds'> {
  kinds: string;
  /** Tells rows apart while they are moved. */
  readonly key: number;
}
interface SpanForm {
  from: string;
  to: string;
}

const MIDNIGHT = '00:00';
const timeOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
/** A day that ends at midnight ends at 24:00, which a time field cannot say. */
const minutesOf = (time: string, end = false): number => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return end && time === MIDNIGHT ? 1440 : hour * 60 + minute;
};

/** Office hours and rules while they are edited, and what they would do. */
export class ClockSettingsForm {
  view = $state.raw<ClockSettingsView | null>(null);
  hours = $state<SpanForm[]>([]);
  weekdays = $state<number[]>([]);
  signFor = $state<RuleForm[]>([]);
  handling = $state<RuleForm[]>([]);
  problem = $state.raw<Problem | null>(null);
  effect = $state.raw<ClockEffectView | null>(null);
  working = $state(false);
  saved = $state(false);
  #keys = 0;

  readonly body = $derived.by((): ClockSettingsBody => ({
    hours: this.hours.map(({ from, to }) => ({ from: minutesOf(from), to: minutesOf(to, true) })),
    weekdays: [...this.weekdays].sort((a, b) => a - b),
    signFor: this.signFor.map(ruleOf),
    handling: this.handling.map(ruleOf),
  }));
  readonly changed = $derived(
    this.view !== null && JSON.stringify(this.body) !== JSON.stringify(ordered(this.view.settings)),
  );

  async load(): Promise<void> {
    const answer = await office.get<ClockSettingsView>('/clocks/settings');
    this.problem = answer.ok ? null : answer.problem;
    if (!answer.ok) return;
    const edited = this.changed;
    this.view = answer.value;
    if (!edited) this.show(answer.value.settings);
  }
  /** Puts settings into the form; nothing is saved. */
  show(settings: ClockSettingsBody): void {
    this.hours = settings.hours.map(({ from, to }) => ({ from: timeOf(from), to: timeOf(to) }));
    this.weekdays = [...settings.weekdays];
    this.signFor = settings.signFor.map((rule) => this.#form(rule));
    this.handling = settings.handling.map((rule) => this.#form(rule));
    this.effect = null;
  }
  newRule(): RuleForm {
    return this.#form({ urgencies: ['jiaji'], kinds: [], amount: 4, unit: 'hour', on: 'clock', remind: 60 });
  }
  async preview(): Promise<void> {
    this.working = true;
    this.saved = false;
    const answer = await office.post<ClockEffectView>('/clocks/preview', { settings: this.body });
    this.working = false;
    this.problem = answer.ok ? null : answer.problem;
    this.effect = answer.ok ? answer.value : null;
  }
  async save(): Promise<void> {
    const answer = await office.post<ClockSettingsView>('/clocks/settings', this.body);
    this.problem = answer.ok ? null : answer.problem;
    this.saved = answer.ok;
    if (!answer.ok) return;
    this.view = answer.value;
    this.show(answer.value.settings);
  }
  #form(rule: ClockRuleBody): RuleForm {
    return { ...rule, urgencies: [...rule.urgencies], kinds: rule.kinds.join('、'), key: ++this.#keys };
  }
}

/** Members in one order, so that two can be compared. */
const ruleOf = ({ urgencies, kinds, amount, unit, on, remind }: RuleForm): ClockRuleBody => ({
  ...{ urgencies: [...urgencies], kinds: split(kinds), amount, unit, on, remind },
});
const ordered = ({ hours, weekdays, signFor, handling }: ClockSettingsBody): ClockSettingsBody => {
  const rule = ({ urgencies, kinds, amount, unit, on, remind }: ClockRuleBody): ClockRuleBody => ({
    ...{ urgencies, kinds, amount, unit, on, remind },
  });
  return {
    hours: hours.map(({ from, to }) => ({ from, to })),
    weekdays,
    signFor: signFor.map(rule),
    handling: handling.map(rule),
  };
};
