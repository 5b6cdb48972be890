import { pickupDepartments, type Permitted } from './access.ts';

/** In whose name a person acts for a department: as one of it, or standing in; null when it is not theirs. */
export const actsFor = (person: Permitted, department: string): 'member' | 'stand-in' | null => {
  if (!pickupDepartments(person).includes(department)) return null;
  return person.departments.includes(department) ? 'member' : 'stand-in';
};

const OFFICE: ReadonlySet<string> = new Set(['registrar', 'supervisor', 'auditor']);

/**
 * How much of a piece a person is shown who holds it in their hands: `all`, or only whose it is and where it belongs.
 * A title is for the department it is addressed to and for the office.
 */
export const sightOf = (person: Permitted, department: string): 'all' | 'place' =>
  person.roles.some((role) => OFFICE.has(role)) || actsFor(person, department) !== null ? 'all' : 'place';
