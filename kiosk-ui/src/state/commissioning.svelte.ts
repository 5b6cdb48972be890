import type {
  CommissioningRunView,
  CommissioningSay,
  CommissioningView,
} from '#controller/api/contract/commissioning.ts';
import type { CompartmentStateView } from '#controller/api/contract/office.ts';
import type { Problem } from '#controller/api/contract/problem.ts';
import { office } from './office.svelte.ts';

/** One board whose wiring a technician finds out, as the dialog shows it. */
export class WiringCheck {
  readonly device: string;
  doors = $state.raw<CommissioningView['doors']>([]);
  run = $state.raw<CommissioningRunView | null>(null);
  /** Compartments that are out of service, by id; null before it is known. */
  out = $state.raw<readonly string[] | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** Something was asked and is not answered yet: nothing else can be said meanwhile. */
  working = $state(false);
  readonly #path: string;

  constructor(device: string) {
    this.device = device;
    this.#path = `/devices/${encodeURIComponent(device)}/commissioning`;
  }
  async load(): Promise<void> {
    const [found, boxes] = await Promise.all([
      office.get<CommissioningView>(this.#path),
      office.get<{ items: readonly CompartmentStateView[] }>('/compartments'),
    ]);
    this.problem = found.ok ? (boxes.ok ? null : boxes.problem) : found.problem;
    if (found.ok) [this.doors, this.run] = [found.value.doors, found.value.run];
    if (boxes.ok)
      this.out = boxes.value.items.filter(({ service }) => service === 'out-of-service').map(({ id }) => id);
  }
  async takeOut(compartment: string, reason: string): Promise<void> {
    const path = `/compartments/${encodeURIComponent(compartment)}/service`;
    const answer = await office.post(path, { service: 'out-of-service', reason });
    this.problem = answer.ok ? null : answer.problem;
    if (answer.ok) await this.load();
  }
  begin({ compartment, door }: CommissioningView['doors'][number]): Promise<void> {
    return this.#ask(this.#path, { compartment, door });
  }
  say(said: CommissioningSay): Promise<void> {
    return this.#ask(`${this.#path}/say`, said);
  }
  /** Back to the choice of a door. */
  restart(): void {
    this.run = null;
  }
  async #ask(path: string, body: unknown): Promise<void> {
    if (this.working) return;
    this.working = true;
    const answer = await office.post<CommissioningRunView>(path, body);
    this.working = false;
    this.problem = answer.ok ? null : answer.problem;
    if (answer.ok) this.run = answer.value;
  }
}
