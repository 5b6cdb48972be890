import type { AnyStoredEvent } from '../ports/ledger.ts';
import type { PersonRow, ReadModels } from '../ports/read-models.ts';

/** People and departments as the views have them, kept between steps: every scan asks, and they seldom change. */
export interface Register {
  person(number: string): PersonRow | undefined;
  /** The name, or the code where none is registered. */
  departmentName(code: string): string;
  /** Whether it is a receiver outside the house. */
  isOutside(code: string): boolean;
  /** Forgets what these events may have changed; called before anything else is decided. */
  changed(events: readonly Pick<AnyStoredEvent, 'stream'>[]): void;
}

export const registerOf = (views: Pick<ReadModels, 'person' | 'department'>): Register => {
  const people = new Map<string, PersonRow | undefined>();
  const names = new Map<string, string>();
  const outside = new Map<string, boolean>();
  return {
    person(number) {
      if (!people.has(number)) people.set(number, views.person(number));
      return people.get(number);
    },
    departmentName(code) {
      const known = names.get(code);
      if (known !== undefined) return known;
      const name = views.department(code)?.name ?? code;
      names.set(code, name);
      return name;
    },
    isOutside(code) {
      const known = outside.get(code) ?? views.department(code)?.outside === true;
      outside.set(code, known);
      return known;
    },
    changed(events) {
      for (const { stream } of events) {
        if (stream.startsWith('person:')) people.clear();
        if (!stream.startsWith('department:')) continue;
        names.clear();
        outside.clear();
      }
    },
  };
};
