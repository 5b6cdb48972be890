import { instantOnClocks } from '../days.ts';
import type {
  ClockSettings,
  OfficeDay,
  StatutoryCalendar,
  WorkingSpan,
} from '../catalogue/clock-settings.ts';

/** What a working calendar is made of. */
export interface CalendarParts {
  readonly ordinary: Pick<ClockSettings, 'hours' | 'weekdays'>;
  /** Null before any was adopted: weekends only, in the zone most of our sites are in. */
  readonly statutory: StatutoryCalendar | null;
  readonly own: readonly OfficeDay[];
}

/** Why a day is worked or not. */
export type DayReason = 'ordinary' | 'weekend' | 'holiday' | 'make-up' | 'office';
export interface CalendarDay {
  /** yyyy-MM-dd. */
  readonly date: string;
  readonly reason: DayReason;
  /** Of a holiday, or the office's note; empty on ordinary days. */
  readonly name: string;
  /** Whether statutory holidays of this day are known; if not, only weekends are free. */
  readonly known: boolean;
  /** UTC ms at which it begins. */
  readonly start: number;
  /** Working time, UTC ms, in order, neither empty nor overlapping; none on a free day. */
  readonly spans: readonly Span[];
}
interface Span {
  readonly from: number;
  readonly to: number;
}

const DAY = 86_400_000;
const MINUTE = 60_000;
const USUAL_ZONE = 'Asia/Shanghai';

/** Working days and hours of one office. Days are built when they are first asked for, and kept. */
export class OfficeCalendar {
  readonly timeZone: string;
  readonly #parts: CalendarParts;
  readonly #statutory: ReadonlyMap<string, StatutoryCalendar['days'][number]>;
  readonly #own: ReadonlyMap<string, OfficeDay>;
  readonly #days = new Map<number, CalendarDay>();

  constructor(parts: CalendarParts) {
    this.#parts = parts;
    this.timeZone = usable(parts.statutory?.timeZone);
    this.#statutory = new Map(parts.statutory?.days.map((day) => [day.date, day]));
    this.#own = new Map(parts.own.map((day) => [day.date, day]));
  }

  /** The day with this number, counted from 1970-01-01. */
  day(number: number): CalendarDay {
    let day = this.#days.get(number);
    if (!day) this.#days.set(number, (day = this.#build(number)));
    return day;
  }

  /** Number of the local day that an instant (UTC ms) lies in. */
  numberAt(instant: number): number {
    let number = Math.floor(instant / DAY);
    while (this.day(number).start > instant) number--;
    while (this.day(number + 1).start <= instant) number++;
    return number;
  }

  #build(number: number): CalendarDay {
    const local = number * DAY;
    const date = new Date(local).toISOString().slice(0, 10);
    const { working, hours, ...told } = this.#judge(date, ((number + 3) % 7) + 1);
    const at = (minutes: number): number => instantOnClocks(local + minutes * MINUTE, this.timeZone);
    const spans = working ? tidy(hours).map(({ from, to }) => ({ from: at(from), to: at(to) })) : [];
    return { date, ...told, start: at(0), spans: spans.filter(({ from, to }) => from < to) };
  }

  /** The office's own word first, then the State's, then the week's. `weekday`: 1 Monday to 7 Sunday. */
  #judge(date: string, weekday: number) {
    const { ordinary, statutory } = this.#parts;
    const known = statutory !== null && date >= statutory.from && date <= statutory.to;
    const own = this.#own.get(date);
    if (own)
      return {
        ...{ working: own.working, hours: own.hours ?? ordinary.hours },
        ...{ reason: 'office' as const, name: own.note, known },
      };
    const { hours } = ordinary;
    const listed = this.#statutory.get(date);
    if (listed) {
      const reason = listed.working ? ('make-up' as const) : ('holiday' as const);
      return { working: listed.working, hours, reason, name: listed.name, known };
    }
    const working = ordinary.weekdays.includes(weekday);
    return {
      working,
      hours,
      reason: working ? ('ordinary' as const) : ('weekend' as const),
      name: '',
      known,
    };
  }
}

/** In order, without what is empty or said twice. */
const tidy = (hours: readonly WorkingSpan[]): WorkingSpan[] => {
  const tidied: WorkingSpan[] = [];
  for (const { from, to } of [...hours].sort((a, b) => a.from - b.from)) {
    const begin = Math.max(from, tidied.at(-1)?.to ?? 0);
    if (begin < to) tidied.push({ from: begin, to });
  }
  return tidied;
};

/** A zone that this machine does not know must not keep the record from being read. */
const usable = (timeZone: string | undefined): string => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: timeZone ?? USUAL_ZONE }).resolvedOptions().timeZone;
  } catch {
    return USUAL_ZONE;
  }
};
