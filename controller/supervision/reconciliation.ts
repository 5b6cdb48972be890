import { hash } from 'node:crypto';
import { difference } from '../domain/reconciliation/difference.ts';
import type { Difference } from '../domain/reconciliation/facts.ts';
import { reconcile } from '../domain/reconciliation/reconcile.ts';
import type { StreamId } from '../domain/event.ts';
import type { EventDraft } from '../domain/events.ts';
import type { Cancel, Clock } from '../ports/clock.ts';
import type { Ledger } from '../ports/ledger.ts';
import { differenceId } from '../ports/reconciliation.ts';
import { factsAt, limitsAt, type FactSources } from './reconciliation-facts.ts';

export interface ReconciliationDeps extends FactSources {
  readonly clock: Clock;
  readonly ledger: Pick<Ledger, 'stream' | 'health'>;
  readonly onTrouble: (error: unknown) => void;
}
interface Write {
  readonly stream: StreamId;
  readonly events: readonly EventDraft[];
}

/** Most that is written in one append: the rest follows at the next look. */
const AT_ONCE = 500;
/** A look may take this share of the time between two. */
const SHARE = 20;
/** Pages that ask again and again must not cost more than this allows, ms. */
const MOMENT = 2000;
const by = { actor: 'system', station: null, cause: 'reconciliation' } as const;

/** Holds paper against record again and again, and writes down what differs and what no longer does. */
export class Reconciliation {
  readonly #deps: ReconciliationDeps;
  #cancel: Cancel = () => undefined;
  #lookedAt = -Infinity;

  constructor(deps: ReconciliationDeps) {
    this.#deps = deps;
  }

  /** Looks again and again until stopped. */
  start(): void {
    this.#arm(0);
  }
  stop(): void {
    this.#cancel();
  }

  /** Looks unless it did a moment ago. */
  refresh(): void {
    if (Math.abs(this.#deps.clock.now() - this.#lookedAt) >= MOMENT) this.look();
  }

  /** Looks once; while the ledger cannot be written it does nothing. Throws what the ledger throws. */
  look(): void {
    const { ledger, desk } = this.#deps;
    if (!ledger.health().ok) return;
    this.#lookedAt = this.#deps.clock.now();
    const writes = this.#changes().slice(0, AT_ONCE);
    if (writes.length > 0) desk.append(writes, by);
  }

  /** `took`: how long the last look took, ms. */
  #arm(took: number): void {
    const { clock, config, onTrouble } = this.#deps;
    const rest = Math.max(config.policies.reconciliation.every * 1000, took * SHARE);
    this.#cancel = clock.after(rest, () => {
      const begun = clock.now();
      try {
        this.look();
      } catch (error) {
        onTrouble(error);
      }
      this.#arm(clock.now() - begun);
    });
  }

  #changes(): Write[] {
    const { clock, desk, views } = this.#deps;
    const limits = limitsAt(clock.now(), this.#deps);
    const now = new Date(clock.now()).toISOString();
    const standing = new Map(views.standingDifferences().map((row) => [row.id, row.facts]));
    const writes: Write[] = [];
    const write = (id: string, command: Parameters<typeof difference.decide>[0]): void => {
      const decision = difference.decide(command, desk.state(difference, id).state);
      if (decision.ok && decision.events.length > 0)
        writes.push({ stream: `difference:${id}`, events: decision.events });
    };
    for (const found of reconcile(factsAt(now, this.#deps, limits), limits)) {
      const { identity, evidence, ...told } = found;
      const [id, facts] = [differenceId(identity), digest(evidence)];
      if (standing.get(id) !== facts) write(id, { type: 'Find', found: { ...told, facts } });
      standing.delete(id);
    }
    for (const id of standing.keys()) write(id, { type: 'Vanish' });
    return writes;
  }
}

const digest = (evidence: Difference['evidence']): string => hash('sha256', JSON.stringify(evidence));
