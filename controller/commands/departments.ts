import { department as decider } from '../domain/department.ts';
import type { PayloadOf } from '../domain/events.ts';
import type { Desk } from '../ports/desk.ts';
import type { AnswerOf, AnyStoredEvent } from '../ports/ledger.ts';
import type { ReadModels } from '../ports/read-models.ts';
import type { By } from './by.ts';
import { judge, writeAll } from './decide.ts';
import { refused, type Outcome } from './outcome.ts';

interface Deps {
  readonly desk: Desk;
  readonly views: ReadModels;
}
type Events = Outcome<readonly AnyStoredEvent[]>;
/** `outside` left out: as it was. */
type Department = Omit<PayloadOf<'DepartmentRegistered'>, 'outside'> & {
  readonly outside?: boolean | undefined;
};

/** Refused: `already-exists` (the code, or a name or alias that would be ambiguous in official records). */
export const registerDepartment = (
  deps: Deps,
  code: string,
  department: Department,
  by: By,
  answer?: AnswerOf,
): Events => {
  if (deps.views.department(code)) return refused('already-exists', { what: 'department', id: code });
  return write(deps, code, 'Register', department, by, answer);
};

/** Refused: `no-such`, `already-exists`. */
export const changeDepartment = (
  deps: Deps,
  code: string,
  department: Department,
  by: By,
  answer?: AnswerOf,
): Events => {
  if (!deps.views.department(code)) return refused('no-such', { what: 'department', id: code });
  return write(deps, code, 'Change', department, by, answer);
};

const write = (
  { desk, views }: Deps,
  code: string,
  type: 'Register' | 'Change',
  department: Department,
  ...[by, answer]: [By, AnswerOf | undefined]
): Events => {
  const taken = [department.name, ...department.aliases].find((name) => {
    const other = views.departmentCalled(name);
    return other !== undefined && other.code !== code;
  });
  if (taken !== undefined) return refused('already-exists', { what: 'department', id: taken });
  return writeAll(desk, [judge(desk, decider, code, { type, ...department })], by, answer);
};
