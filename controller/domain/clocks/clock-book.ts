import type { z } from 'zod';
import { follow, refuse, type Decider } from '../decider.ts';
import { clockBasis, type ClockBasis } from './deadline.ts';
import { defaultClockSettings } from './default-settings.ts';
import {
  clockSettings,
  officeDay,
  statutoryCalendar,
  type ClockSettings,
  type OfficeDay,
  type StatutoryCalendar,
} from '../catalogue/clock-settings.ts';
import { settingsProblems, spanProblems } from './settings-rules.ts';

/** What deadlines follow from, as the office and the calendar made it. */
export interface ClockBookState {
  readonly settings: ClockSettings;
  readonly statutory: StatutoryCalendar | null;
  /** The office's own days by date. */
  readonly own: Readonly<Record<string, OfficeDay>>;
}
export type ClockBookCommand =
  | { readonly type: 'SaveSettings'; readonly settings: ClockSettings }
  | { readonly type: 'SetDay'; readonly day: OfficeDay }
  | { readonly type: 'RemoveDay'; readonly date: string }
  | { readonly type: 'AdoptCalendar'; readonly statutory: StatutoryCalendar };

/** Of the stream `site:clocks`. */
export const clockBook: Decider<ClockBookCommand, ClockBookState> = {
  kind: 'site',
  revision: 1,
  initialState: () => ({ settings: defaultClockSettings, statutory: null, own: {} }),
  evolve: (state, event) => {
    switch (event.type) {
      case 'ClockSettingsSaved':
        return { ...state, settings: event.payload };
      case 'CalendarAdopted':
        return { ...state, statutory: event.payload };
      case 'OfficeDaySet':
        return { ...state, own: { ...state.own, [event.payload.date]: event.payload } };
      case 'OfficeDayRemoved': {
        const { [event.payload.date]: _, ...own } = state.own;
        return { ...state, own };
      }
      default:
        return state;
    }
  },
  decide: (command, state) => {
    switch (command.type) {
      case 'SaveSettings': {
        const { settings } = command;
        const [problem] = settingsProblems(settings);
        if (problem) return refuse('clock-settings', { path: problem.path, problem: problem.code });
        return same(clockSettings, settings, state.settings)
          ? follow()
          : follow({ type: 'ClockSettingsSaved', payload: settings });
      }
      case 'SetDay': {
        const [problem] = spanProblems(command.day.hours ?? [], '/hours');
        if (problem) return refuse('clock-settings', { path: problem.path, problem: problem.code });
        return same(officeDay, command.day, state.own[command.day.date])
          ? follow()
          : follow({ type: 'OfficeDaySet', payload: command.day });
      }
      case 'RemoveDay':
        return state.own[command.date]
          ? follow({ type: 'OfficeDayRemoved', payload: { date: command.date } })
          : refuse('no-such', { what: 'office day', id: command.date });
      case 'AdoptCalendar':
        return same(statutoryCalendar, command.statutory, state.statutory)
          ? follow()
          : follow({ type: 'CalendarAdopted', payload: command.statutory });
    }
  },
};

const made = new WeakMap<ClockBookState, ClockBasis>();
/** Settings and calendar as they are computed with; made once for each state, because days are built as they are asked for. */
export const basisOf = (book: ClockBookState): ClockBasis => {
  let basis = made.get(book);
  if (!basis) {
    const { settings, statutory, own } = book;
    made.set(book, (basis = clockBasis(settings, { statutory, own: Object.values(own) })));
  }
  return basis;
};

/** Parsing puts the members into the order of the schema; what comes out of the record has them sorted by name. */
const same = <T>(schema: z.ZodType<T>, a: T, b: T | null | undefined): boolean =>
  b !== null && b !== undefined && JSON.stringify(schema.parse(a)) === JSON.stringify(schema.parse(b));
