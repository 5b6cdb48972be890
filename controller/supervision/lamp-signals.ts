import { compartment as decider } from '../domain/compartment.ts';
import type { Cancel, Clock } from '../ports/clock.ts';
import type { Desk } from '../ports/desk.ts';
import type { Lamps, Lights } from '../ports/lamps.ts';
import type { AnyStoredEvent, Ledger } from '../ports/ledger.ts';
import type { ReadModels } from '../ports/read-models.ts';

/** Changes are gathered for so long, and then looked at a few compartments at a time: doors come first. */
export const gatherMs = 100;
export const atOnce = 8;

export interface LampSignalParts {
  readonly ledger: Pick<Ledger, 'onAppended' | 'health'>;
  readonly desk: Desk;
  readonly views: Pick<ReadModels, 'insideOf' | 'alarms'>;
  readonly lamps: Lamps;
  readonly clock: Clock;
}

/** What the lamps of a compartment tell: paper inside, urgent paper inside, something to be seen to. */
export const lightsOf = (
  { desk, views }: Pick<LampSignalParts, 'desk' | 'views'>,
  compartment: string,
): Lights => {
  const lying = views
    .insideOf(compartment)
    .filter(({ state }) => state === 'deposited' || state === 'outgoing');
  const { front, rear, faulty, service } = desk.state(decider, compartment).state;
  return {
    documents: lying.length > 0,
    urgent: lying.some(({ urgency }) => urgency !== 'none'),
    error:
      [faulty, front.forced, rear.forced, service === 'out-of-service'].includes(true) ||
      views.alarms().some((alarm) => alarm.compartment === compartment),
  };
};

/** The compartment whose lamps an event may change; `any` when it does not say which. */
const touched = (event: AnyStoredEvent): string | 'any' | null => {
  if (event.stream.startsWith('compartment:')) return event.stream.slice('compartment:'.length);
  const payload: object = event.payload;
  if ('compartment' in payload && typeof payload.compartment === 'string') return payload.compartment;
  return somewhere.has(event.type) ? 'any' : null;
};
const somewhere: ReadonlySet<AnyStoredEvent['type']> = new Set([
  ...(['AlarmAcknowledged', 'StationAlarmAcknowledged', 'ConsignmentWithdrawn'] as const),
]);

/** Keeps the lamps of every compartment showing what the ledger says. */
export const lampSignals = (parts: LampSignalParts) => {
  const { ledger, lamps, clock } = parts;
  const lit = new Set(lamps.compartments);
  const dirty = new Set<string>();
  let cancel: Cancel | null = null;
  let unsubscribe: () => void = () => undefined;

  const work = (): void => {
    cancel = null;
    if (!ledger.health().ok) return soon();
    for (const compartment of [...dirty].slice(0, atOnce)) {
      dirty.delete(compartment);
      lamps.show(compartment, lightsOf(parts, compartment));
    }
    if (dirty.size > 0) soon();
  };
  const soon = (): void => void (cancel ??= clock.after(gatherMs, work));
  const mark = (ids: Iterable<string>): void => {
    for (const id of ids) if (lit.has(id)) dirty.add(id);
    if (dirty.size > 0) soon();
  };
  return {
    start(): void {
      if (lit.size === 0) return;
      unsubscribe = ledger.onAppended((events) => {
        for (const event of events) {
          const where = touched(event);
          if (where !== null) mark(where === 'any' ? lit : [where]);
        }
      });
      mark(lit);
    },
    stop(): void {
      unsubscribe();
      cancel?.();
    },
  };
};
