import { standsInNowFor } from '../domain/stand-ins.ts';
import type { Clock } from '../ports/clock.ts';
import type { PersonRow, ReadModels } from '../ports/read-models.ts';

/** A person with the departments of those who are away and named them, besides those they always stand in for. */
export const withAbsent = (
  { views, clock }: { readonly views: Pick<ReadModels, 'standIns' | 'person'>; readonly clock: Clock },
  number: string,
  person: PersonRow,
): PersonRow => {
  const absent = standsInNowFor(views.standIns(), number, clock.now());
  if (absent.length === 0) return person;
  const theirs = absent.flatMap((one) => views.person(one)?.departments ?? []);
  return { ...person, standsInFor: [...new Set([...person.standsInFor, ...theirs])] };
};
