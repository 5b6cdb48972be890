import type { Role, SignInMethod } from './person.ts';

/** Of a person, what access rules look at. */
export interface Permitted {
  readonly roles: readonly Role[];
  readonly departments: readonly string[];
  readonly standsInFor: readonly string[];
}

/** What a person may do at a station's drop: null when they may, else the verdict that says why not. */
export const dropRefusal = (person: Permitted): 'not-allowed' | 'not-from-registered-office' | null => {
  if (person.roles.includes('registrar') || person.roles.includes('technician')) return null;
  if (!person.roles.includes('messenger')) return 'not-allowed';
  // One way in: only the registered office of a department sends.
  return person.departments.length > 0 ? null : 'not-from-registered-office';
};

/** Departments whose boxes a person may open: their own, and those they stand in for. */
export const pickupDepartments = (person: Permitted): readonly string[] =>
  person.roles.includes('collector') ? [...new Set([...person.departments, ...person.standsInFor])] : [];

export const flowsFor = (
  person: Permitted,
  flows: readonly ('drop' | 'pickup')[],
): readonly ('drop' | 'pickup')[] =>
  flows.filter((flow) =>
    flow === 'drop' ? dropRefusal(person) === null : pickupDepartments(person).length > 0,
  );

/** What a person may do at a station besides dropping and picking up. */
export const tasksFor = (person: Permitted): readonly StationTask[] => [
  ...(person.roles.includes('collector') ? (['return'] as const) : []),
  ...(maySend(person) ? (['send'] as const) : []),
  ...(mayFetch(person) ? (['fetch'] as const) : []),
  ...(person.roles.includes('registrar') ? (['take-in', 'correct', 'stock-take'] as const) : []),
];
export type StationTask = 'return' | 'send' | 'fetch' | 'take-in' | 'correct' | 'stock-take';

/** Whoever may drop hands in what goes out, and so does the registered office of a department. */
export const maySend = (person: Permitted): boolean =>
  dropRefusal(person) === null || pickupDepartments(person).length > 0;
/** Outgoing papers are taken on by messengers, and signed for under their own name. */
const mayFetch = (person: Permitted): boolean =>
  person.roles.includes('messenger') && dropRefusal(person) === null;

/** Any one of these is enough to sign in: what the policy takes for at least one of the roles. */
export const signInMethodsFor = (
  roles: readonly Role[],
  policy: Readonly<Record<Role, readonly SignInMethod[]>>,
): readonly SignInMethod[] => [...new Set(roles.flatMap((role) => policy[role]))];
