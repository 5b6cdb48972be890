import { isLockBoard, terminalOf, type LockBoardConfig, type SiteConfig } from '../config-schema.ts';
import { compartment as decider } from '../domain/compartment.ts';
import type { Actuator, DoorSide, OpenOrder } from '../ports/actuator.ts';
import { instantOf, type Clock } from '../ports/clock.ts';
import type { CommissioningDesk, CommissioningOutcome, CommissioningRun } from '../ports/commissioning.ts';
import type { Desk } from '../ports/desk.ts';
import type { Entropy } from '../ports/entropy.ts';
import { beginCommissioning, mayBeSaid, nextCommissioning } from './commissioning.ts';
import type { Came, Commissioning } from './commissioning.ts';
import type { Change } from './commissioning-verdict.ts';
import { wiringOf } from './wiring.ts';

/** Times, ms. */
export const liveTimes = {
  /** Between two looks at what polling has read. */
  look: 100,
  /** Reads must agree within this. */
  reading: 10_000,
  /** From the outcome until the bolt has certainly moved. */
  bolt: 1500,
  /** An outcome that has not come by then is not waited for. */
  outcome: 30_000,
} as const;

export interface LiveParts {
  readonly config: Pick<SiteConfig, 'devices' | 'cabinets' | 'policies'>;
  readonly clock: Clock;
  readonly desk: Desk;
  readonly entropy: Pick<Entropy, 'id'>;
  readonly actuator: Actuator;
  /** Input of a channel as two reads agree on; null while they do not. */
  readonly input: (device: string, channel: number) => boolean | null;
  /** Good reads of a device since start. */
  readonly reads: (device: string) => number;
  /** Times a line repeated what was sent without being configured to. */
  readonly echoes: (device: string) => number;
}
interface Spot {
  readonly board: LockBoardConfig;
  readonly compartment: string;
  readonly door: DoorSide;
  readonly number: number;
  readonly channel: number;
}
interface Run extends Spot {
  state: Commissioning;
}

/** Commissioning while the controller runs: reads come from its polling, a pulse goes the way every opening goes. */
export const liveCommissioning = (parts: LiveParts): CommissioningDesk => {
  const { config, clock, desk, actuator } = parts;
  const runs = new Map<string, Run>();
  const pause = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve));
  const refused = (code: string, values: Record<string, string | number>): CommissioningOutcome => ({
    ok: false,
    refusal: { code, values },
  });

  const read = async ({ board, channel }: Spot): Promise<Came> => {
    const since = parts.reads(board.id);
    const until = clock.now() + liveTimes.reading;
    while (clock.now() < until) {
      await pause(liveTimes.look);
      // Three reads since the question: two that agree, and none from before it.
      if (parts.reads(board.id) < since + 3 || parts.input(board.id, channel) === null) continue;
      const inputs = Array.from({ length: board.channels }, () => false);
      for (let one = 1; one <= board.channels; one += 1)
        inputs[terminalOf(board, one) - 1] ||= parts.input(board.id, one) === true;
      return { came: 'read', inputs, echo: board.echo || parts.echoes(board.id) > 0 };
    }
    return { came: 'failed', why: actuator.online(board.id) ? 'unsteady' : 'offline' };
  };

  const pulse = async (run: Spot, person: string): Promise<Came> => {
    const { board, compartment, door, channel } = run;
    const intent = parts.entropy.id();
    const order: OpenOrder = { ...{ compartment, door, intent, channel }, attempt: 1, device: board.id };
    const by = { actor: person, station: null, cause: intent };
    const decided = desk.decide(
      decider,
      compartment,
      {
        ...{ type: 'RequestOpen', intent, attempt: 1, door, session: `commissioning-${board.id}`, person },
        ...{ reason: 'maintenance', device: board.id, channel, at: instantOf(clock) },
        ...{ coolDownMs: config.policies.timings.retryCoolDown * 1000, permitted: true },
        ...{ online: actuator.online(board.id), full: false },
      },
      by,
    );
    if (!decided.ok) return { came: 'failed', why: decided.refusal.code };
    const outcome = await new Promise<string | null>((resolve) => {
      const late = clock.after(liveTimes.outcome, () => done('no-outcome'));
      const off = actuator.onOutcome((seen) => {
        if (seen.intent === intent)
          done(seen.outcome === 'failed' && seen.why === 'not-sent' ? 'not-sent' : null);
      });
      const done = (why: string | null): void => {
        late();
        off();
        resolve(why);
      };
      actuator.pulse(order);
    });
    if (outcome !== null) return { came: 'failed', why: outcome };
    await pause(liveTimes.bolt);
    return { came: 'pulsed' };
  };

  const spots = (device: string): Spot[] =>
    config.devices
      .filter(isLockBoard)
      .flatMap((board) =>
        board.id !== device
          ? []
          : config.cabinets
              .flatMap(({ compartments }) => compartments)
              .flatMap(({ id, number, lock }) =>
                (['front', 'rear'] as const).flatMap((door) =>
                  lock[door]?.device === device
                    ? [{ board, compartment: id, door, number, channel: lock[door].channel }]
                    : [],
                ),
              ),
      );

  return {
    doors: (device) => spots(device).map(({ compartment, door, number }) => ({ compartment, door, number })),
    now: (device) => {
      const run = runs.get(device);
      return run ? shown(run) : null;
    },
    begin(device, compartment, door) {
      const spot = spots(device).find((one) => one.compartment === compartment && one.door === door);
      if (!spot) return refused('no-such', { what: 'lock', id: `${device} ${compartment} ${door}` });
      const { service } = desk.state(decider, compartment).state;
      // Out of service, no visit can want this door while a technician has his hands in it.
      if (service !== 'out-of-service')
        return refused('wrong-state', { state: service, needed: 'out-of-service' });
      const before = runs.get(device);
      if (before && stepOf(before.state) === 'working')
        return refused('wrong-state', { state: 'working', needed: 'done' });
      const wiring = wiringOf(spot.board, terminalOf(spot.board, spot.channel), config);
      const run: Run = { ...spot, state: beginCommissioning(wiring) };
      runs.set(device, run);
      return { ok: true, run: shown(run) };
    },
    async say(device, said, person) {
      const run = runs.get(device);
      if (!run) return refused('no-such', { what: 'commissioning', id: device });
      if (!mayBeSaid(run.state, said))
        return refused('wrong-state', { state: stepOf(run.state), needed: said.say });
      let [state, effect] = nextCommissioning(run.state, said);
      run.state = state;
      while (effect !== null) {
        const came: Came = await (effect === 'read' ? read(run) : pulse(run, person)).catch(
          (error: unknown) => ({
            ...{ came: 'failed', why: error instanceof Error ? error.message : String(error) },
          }),
        );
        [state, effect] = nextCommissioning(run.state, came);
        run.state = state;
      }
      return { ok: true, run: shown(run) };
    },
  };
};

const stepOf = ({ step }: Commissioning): CommissioningRun['step'] =>
  step === 'pulsing' || step.startsWith('reading-') ? 'working' : (step as CommissioningRun['step']);

const shown = ({ board, compartment, door, number, state }: Run): CommissioningRun => ({
  ...{ device: board.id, compartment, door, number, step: stepOf(state), pulses: state.pulses },
  findings: state.findings.map(({ code, values, change }) => ({
    code,
    values,
    change: change && lineOf(change),
  })),
});
/** As it is written in the configuration. */
export const lineOf = ({ setting, value }: Change): string => `"${setting}": ${JSON.stringify(value)}`;
