import type { EventDraft } from '../domain/events.ts';
import { instantOf, type Clock } from '../ports/clock.ts';
import type { Desk } from '../ports/desk.ts';
import type { DeviceHealth, Fault } from '../ports/health.ts';
import { sentenceOf, textOf } from './board-problem.ts';
import { signal } from './signal.ts';

export interface DeviceEntry {
  readonly id: string;
  readonly kind: string;
  readonly link: string;
  readonly counters: () => Readonly<Record<string, number>>;
}
/** State of every device, in the ledger when it changes. */
export interface HealthBook {
  add(entry: DeviceEntry): void;
  /** `detail`: what it said of itself; `faults`: something to mend although it answers. */
  online(id: string, detail: string | null, faults?: readonly Fault[]): void;
  offline(id: string, why: Fault): void;
  isOnline(id: string): boolean;
  all(): readonly DeviceHealth[];
  onChange(listener: (health: DeviceHealth) => void): () => void;
}
type State = Pick<DeviceHealth, 'state' | 'problem' | 'faults' | 'since'>;

export const healthBook = (clock: Clock, desk: Desk, attempt: (task: () => void) => void): HealthBook => {
  const entries = new Map<string, DeviceEntry & { now: State }>();
  const changed = signal<DeviceHealth>();
  const healthOf = ({ id, kind, link, counters, now }: DeviceEntry & { now: State }): DeviceHealth => ({
    ...{ id, kind, link, ...now },
    counters: counters(),
  });
  const move = (
    id: string,
    state: 'online' | 'offline',
    faults: readonly Fault[],
    event: EventDraft,
  ): void => {
    const problem = textOf(faults);
    const entry = entries.get(id);
    if (!entry) return;
    const before = entry.now;
    if (before.state === state && before.problem === problem) return;
    const turned = before.state !== state;
    const said = faults.map(({ code, values }) => ({ code, values }));
    entry.now = { state, problem, faults: said, since: turned ? instantOf(clock) : before.since };
    if (turned)
      attempt(() =>
        desk.append([{ stream: `device:${id}`, events: [event] }], {
          ...{ actor: 'system', station: null, cause: `device:${id}` },
        }),
      );
    changed.emit(healthOf(entry));
  };
  return {
    add: (entry) =>
      void entries.set(entry.id, {
        ...entry,
        now: { state: 'starting', problem: null, faults: [], since: instantOf(clock) },
      }),
    online: (id, detail, faults = []) =>
      move(id, 'online', faults, {
        type: 'DeviceOnline',
        payload: { detail: detail?.slice(0, 200) ?? null },
      }),
    offline: (id, why) =>
      move(id, 'offline', [why], { type: 'DeviceOffline', payload: { why: sentenceOf(why).slice(0, 300) } }),
    isOnline: (id) => entries.get(id)?.now.state === 'online',
    all: () => [...entries.values()].map(healthOf),
    onChange: (listener) => changed.on(listener),
  };
};
