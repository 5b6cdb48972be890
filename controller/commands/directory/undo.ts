import { department } from '../../domain/department.ts';
import type { StreamId } from '../../domain/event.ts';
import { person } from '../../domain/person.ts';
import type { Desk } from '../../ports/desk.ts';
import type { AnswerOf, AnyStoredEvent, Ledger, StoredEvent } from '../../ports/ledger.ts';
import type { ReadModels } from '../../ports/read-models.ts';
import type { By } from '../by.ts';
import { done, refused, type Outcome } from '../outcome.ts';
import { decided } from './decided.ts';
import { DIRECTORY_STREAM } from './sync.ts';
import {
  timesOf,
  undoDepartment,
  undoPerson,
  type UndoneDepartment,
  type UndonePerson,
} from './undo-plan.ts';

interface Deps {
  readonly desk: Desk;
  readonly views: Pick<ReadModels, 'people' | 'departmentCalled'>;
  readonly ledger: Pick<Ledger, 'read' | 'stream'>;
}
/** What undoing comes to: departments and people put back, and what is left as it is. */
export interface Undoing {
  /** Sequence of the sync’s own event. */
  readonly sync: number;
  readonly departments: readonly UndoneDepartment[];
  readonly people: readonly UndonePerson[];
  readonly left: readonly {
    readonly key: string;
    readonly name: string;
    readonly code: string;
    readonly field: string | null;
    readonly value: string;
  }[];
}
const PAGE = 500;

/** The events of a sync, in order, without its own: those of the same append, which share an instant and a cause. */
const setOf = (ledger: Deps['ledger'], synced: AnyStoredEvent): readonly AnyStoredEvent[] => {
  const found: AnyStoredEvent[] = [];
  for (let to = synced.sequence - 1; to > 0; to -= PAGE) {
    for (const event of ledger.read(Math.max(0, to - PAGE), Math.min(PAGE, to)).toReversed()) {
      const same = event.cause === synced.cause && event.time === synced.time && event.actor === synced.actor;
      if (!same || event.stream === DIRECTORY_STREAM) return found.reverse();
      found.push(event);
    }
  }
  return found.reverse();
};

/** An applied sync, what became of it, and whether it changed anything. */
export interface AppliedSync {
  readonly synced: StoredEvent<'DirectorySynced'>;
  readonly undone: StoredEvent<'DirectorySyncUndone'> | null;
  readonly changed: boolean;
}
/** The last ones, the latest first. */
export const appliedSyncs = (ledger: Deps['ledger']): readonly AppliedSync[] => {
  const events = ledger.stream(DIRECTORY_STREAM);
  const undone = new Map(
    events.flatMap((event) => (event.type === 'DirectorySyncUndone' ? [[event.payload.sync, event]] : [])),
  );
  return events.toReversed().flatMap((synced): AppliedSync | readonly [] => {
    if (synced.type !== 'DirectorySynced') return [];
    const [before] = ledger.read(synced.sequence - 2, 1);
    const changed = before?.cause === synced.cause && before.stream !== DIRECTORY_STREAM;
    return { synced, undone: undone.get(synced.sequence) ?? null, changed };
  });
};

/** Whether a sync was undone and none was asked for since: following by itself would only do it all again. */
export const isHeld = (ledger: Pick<Ledger, 'stream'>): boolean =>
  ledger
    .stream(DIRECTORY_STREAM)
    .findLast(({ type }) => type === 'DirectorySynced' || type === 'DirectorySyncUndone')?.type ===
  'DirectorySyncUndone';

/**
 * What undoing a sync would put back, field by field, and what it would leave: whatever was changed since, departments
 * that are new (they are never removed), and the last registrar. Refused: `no-such`, `already-undone`.
 */
export const planUndo = (deps: Deps, sync: number): Outcome<Undoing> => {
  const { ledger, views } = deps;
  const applied = appliedSyncs(ledger).find(({ synced }) => synced.sequence === sync);
  if (!applied) return refused('no-such', { what: 'directory sync', id: String(sync) });
  if (applied.undone) return refused('already-undone');
  const streams = Map.groupBy(setOf(ledger, applied.synced), ({ stream }) => stream);
  const registrars = new Set(
    views
      .people()
      .filter(({ disabled, roles }) => !disabled && roles.includes('registrar'))
      .map(({ number }) => number),
  );
  const of = (kind: 'department' | 'person') =>
    [...streams].flatMap(([stream, own]) => {
      if (!stream.startsWith(`${kind}:`)) return [];
      const versions = { first: own[0]?.version ?? 0, last: own.at(-1)?.version ?? 0 };
      return [{ key: stream.slice(kind.length + 1), events: ledger.stream(stream), versions }];
    });
  const departments = of('department').map(({ key, events, versions }) =>
    undoDepartment(key, timesOf(department, events, versions), views),
  );
  const people = of('person').map(({ key, events, versions }) =>
    undoPerson(key, timesOf(person, events, versions), events, registrars),
  );
  const left = [...departments, ...people].flatMap(({ key, name, left: own }) =>
    own.map((one) => ({ key, name, ...one })),
  );
  const moved = <One extends { readonly commands: readonly unknown[] }>(
    all: readonly One[],
  ): readonly One[] => all.filter(({ commands }) => commands.length > 0);
  return done({ sync, departments: moved(departments), people: moved(people), left });
};

/** Undoes a sync, in one append, once. Refused: as `planUndo`, and `nothing-to-undo`. */
export const undoSync = (
  deps: Deps,
  { sync, reason }: { readonly sync: number; readonly reason: string },
  by: By,
  answer?: AnswerOf,
): Outcome<Undoing> => {
  const planned = planUndo(deps, sync);
  if (!planned.ok) return planned;
  const { departments, people, left } = planned.value;
  if (departments.length + people.length === 0) return refused('nothing-to-undo');
  const { desk } = deps;
  const counts = { departments: departments.length, people: people.length, left: left.length };
  desk.append(
    [
      ...departments.map(({ key, commands }) => ({
        stream: `department:${key}` satisfies StreamId,
        events: decided(desk, department, key, commands),
      })),
      ...people.map(({ key, commands }) => ({
        stream: `person:${key}` satisfies StreamId,
        events: decided(desk, person, key, commands),
      })),
      {
        stream: DIRECTORY_STREAM,
        events: [{ type: 'DirectorySyncUndone', payload: { sync, ...counts, reason } }],
      },
    ],
    by,
    answer,
  );
  return planned;
};
