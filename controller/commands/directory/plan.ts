import type { z } from 'zod';
import { registerDepartment, registerPerson } from '../../api/contract/office.ts';
import type { DirectoryContent, DirectoryDepartment, DirectoryPerson } from '../../ports/directory.ts';
import type { PersonRow, ReadModels } from '../../ports/read-models.ts';

type Department = z.output<typeof registerDepartment>;
type Person = z.output<typeof registerPerson>;
/** One thing to do: what, and which of its fields. */
export type Change =
  | {
      readonly what: 'department';
      readonly does: 'register' | 'change';
      readonly fields: readonly string[];
      readonly to: Department;
    }
  | {
      readonly what: 'person';
      readonly does: 'register' | 'change' | 'found' | 'back';
      readonly fields: readonly string[];
      readonly to: Person;
      readonly dn: string;
    }
  | { readonly what: 'person'; readonly does: 'gone'; readonly number: string };
/** An entry that is left alone, and why: a stable code and the value it is about. */
export interface DirectoryProblem {
  readonly dn: string;
  readonly code: string;
  readonly value: string;
}
export interface DirectoryPlan {
  readonly changes: readonly Change[];
  readonly problems: readonly DirectoryProblem[];
  /** Why the directory is not believed at all. */
  readonly stop: DirectoryProblem | null;
}
type Views = Pick<ReadModels, 'department' | 'departments' | 'departmentCalled' | 'person' | 'people'>;

/** Everything that would bring the site in line with a directory, and every entry with which something is wrong. */
export const planDirectory = (
  content: DirectoryContent,
  views: Views,
  {
    mostGone,
    newRoles,
  }: { readonly mostGone: number; readonly newRoles: readonly Person['roles'][number][] },
): DirectoryPlan => {
  const problems: DirectoryProblem[] = [];
  const note = (dn: string, code: string, value: string): undefined =>
    void problems.push({ dn, code, value: value.slice(0, 100) });
  const departments = planDepartments(content.departments ?? [], views, note);
  const people = planPeople(content, views, departments.named, newRoles, note);
  const gone = content.people === null ? [] : goneFrom(content.people, views, note);
  const changes = [...departments.changes, ...people, ...gone];
  const empty = content.people?.length === 0 || content.departments?.length === 0;
  const stop = empty
    ? { dn: '', code: 'nothing-found', value: '0' }
    : gone.length > mostGone
      ? { dn: '', code: 'too-many-gone', value: `${gone.length} > ${mostGone}` }
      : null;
  return { changes, problems, stop };
};

type Note = (dn: string, code: string, value: string) => undefined;

/** Codes and names are a department's own; whoever comes second with one is left alone. */
const planDepartments = (entries: readonly DirectoryDepartment[], views: Views, note: Note) => {
  const changes: Change[] = [];
  const named = new Map<string, string>();
  const claimed = new Map<string, string>();
  for (const { dn, aliases: raw, ...entry } of entries) {
    const code = entry.code.toLowerCase();
    const aliases = [...new Set(raw)].filter((alias) => alias !== '' && alias !== entry.name);
    const parsed = registerDepartment.safeParse({ code, name: entry.name, aliases });
    if (!parsed.success) {
      note(dn, 'does-not-fit', String(parsed.error.issues[0]?.path[0] ?? ''));
      continue;
    }
    const to = parsed.data;
    const taken = [to.code, to.name, ...to.aliases].find((name) => {
      const other = claimed.get(name) ?? views.departmentCalled(name)?.code;
      return other !== undefined && (other !== to.code || claimed.has(`code ${to.code}`));
    });
    if (taken !== undefined) {
      note(dn, 'name-taken', taken);
      continue;
    }
    claimed.set(`code ${to.code}`, to.code);
    for (const name of [to.code, to.name, ...to.aliases]) {
      claimed.set(name, to.code);
      named.set(name, to.code);
    }
    named.set(dn.toLowerCase(), to.code);
    const there = views.department(to.code);
    if (!there) changes.push({ what: 'department', does: 'register', fields: ['name', 'aliases'], to });
    else {
      const fields = (['name', 'aliases'] as const).filter((field) => differ(there[field], to[field]));
      if (fields.length > 0) changes.push({ what: 'department', does: 'change', fields, to });
    }
  }
  return { changes, named };
};

const planPeople = (
  { people }: DirectoryContent,
  views: Views,
  named: ReadonlyMap<string, string>,
  newRoles: readonly Person['roles'][number][],
  note: Note,
): Change[] => {
  const seen = new Set<string>();
  return (people ?? []).flatMap((entry): Change | readonly [] => {
    const { dn, number } = entry;
    const there = views.person(number);
    const unknown = entry.departments.find((name) => codeOf(name, named, views) === undefined);
    if (unknown !== undefined) return note(dn, 'unknown-department', unknown) ?? [];
    const parsed = registerPerson.safeParse(wantedOf(entry, there, named, views, newRoles));
    if (!parsed.success) return note(dn, 'does-not-fit', String(parsed.error.issues[0]?.path[0] ?? '')) ?? [];
    if (seen.has(number)) return note(dn, 'number-twice', number) ?? [];
    seen.add(number);
    const to = parsed.data;
    if (!there) return { what: 'person', does: 'register', fields: FIELDS, to, dn };
    const fields = FIELDS.filter((field) => differ(there[field], to[field]));
    if (fields.includes('roles') && lastRegistrar(views) === number && !to.roles.includes('registrar'))
      return note(dn, 'last-registrar', number) ?? [];
    if (there.directory === 'gone') return { what: 'person', does: 'back', fields, to, dn };
    if (there.disabled) return note(dn, 'disabled-here', number) ?? [];
    if (fields.length > 0) return { what: 'person', does: 'change', fields, to, dn };
    return there.directory === 'none' ? { what: 'person', does: 'found', fields: [], to, dn } : [];
  });
};
const FIELDS = ['name', 'roles', 'departments'] as const;

const wantedOf = (
  { number, name, departments, roles }: DirectoryPerson,
  there: PersonRow | undefined,
  named: ReadonlyMap<string, string>,
  views: Views,
  newRoles: readonly string[],
): unknown => ({
  ...{ number, name, standsInFor: there?.standsInFor ?? [] },
  roles: [...new Set(roles !== null && roles.length > 0 ? roles : (there?.roles ?? newRoles))],
  departments: [...new Set(departments.map((each) => codeOf(each, named, views) ?? ''))],
});

const codeOf = (name: string, named: ReadonlyMap<string, string>, views: Views): string | undefined =>
  named.get(name) ?? named.get(name.toLowerCase()) ?? views.departmentCalled(name)?.code;

/** Those whom the directory had and has no more; somebody must be left to run the office. */
const goneFrom = (people: readonly DirectoryPerson[], views: Views, note: Note): Change[] => {
  const here = new Set(people.map(({ number }) => number));
  const last = lastRegistrar(views);
  return views
    .people()
    .filter(({ number, directory, disabled }) => directory === 'here' && !disabled && !here.has(number))
    .flatMap(({ number }): Change | readonly [] =>
      number === last ? (note('', 'last-registrar', number) ?? []) : { what: 'person', does: 'gone', number },
    );
};

const lastRegistrar = (views: Views): string | undefined => {
  const registrars = views.people().filter(({ disabled, roles }) => !disabled && roles.includes('registrar'));
  return registrars.length === 1 ? registrars[0]?.number : undefined;
};
/** Lists count as sets. */
export const differ = (one: string | readonly string[], other: string | readonly string[]): boolean =>
  [one].flat().toSorted().join('\n') !== [other].flat().toSorted().join('\n');
