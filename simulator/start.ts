import { servePanel } from './api.ts';
import { systemClock } from './clock.ts';
import { exposeBus, exposeIpp } from './expose.ts';
import type { ExposedAt } from './outlets/outlet.ts';
import type { ReplayState } from './player.ts';
import { Recording, readTape } from './recording.ts';
import { Simulator } from './simulator.ts';
import { readPeople, readSite } from './site.ts';

export interface StartOptions {
  readonly config: string;
  readonly panelPort: number;
  readonly people: string | null;
  readonly out: string;
  /** Folder for the links to the pseudo-terminals. */
  readonly runtime: string;
  readonly ephemeral: boolean;
  readonly pace: boolean;
  /** File that every frame is written to. */
  readonly tape: string | null;
  /** Tape whose devices answer in place of the simulated ones. */
  readonly replay: string | null;
}
export interface RunningSimulator {
  readonly devices: readonly ({ readonly id: string; readonly kind: string } & ExposedAt)[];
  readonly panel: string;
  /** How far a replay has come; null without one. */
  replay(): ReplayState | null;
  close(): Promise<void>;
}

/** Reads the configuration, attaches every device and serves the panel; on any mistake nothing is left open. */
export const startSimulator = async (options: StartOptions): Promise<RunningSimulator> => {
  const clock = systemClock();
  const sim = new Simulator({
    site: readSite(options.config),
    people: options.people === null ? [] : readPeople(options.people),
    clock,
    out: options.out,
  });
  const frames = options.replay === null ? null : readTape(options.replay);
  const recording = options.tape === null ? null : new Recording(options.tape, kindsOf(sim), clock.now());
  if (recording) sim.tape.record(recording);
  if (frames) sim.replay(frames);
  const stop = async (): Promise<void> => {
    clock.stop();
    await sim.close();
    recording?.close();
  };
  try {
    const devices = [];
    for (const { spec, bus, played, ipp } of sim.devices) {
      if (!played) continue;
      const port = ipp
        ? await exposeIpp(bus, ipp, spec.link, options)
        : (bus.port ?? (await exposeBus(bus, spec.id, spec.link, { ...options, clock })));
      if ('why' in port) process.stderr.write(`${spec.id} is left out: ${port.why}\n`);
      else devices.push({ id: spec.id, kind: spec.kind, ...port.at });
    }
    const panel = await servePanel(sim, clock, options.panelPort);
    const close = async (): Promise<void> => {
      await panel.close();
      await stop();
    };
    return { devices, panel: panel.url, replay: () => sim.state().replay, close };
  } catch (cause) {
    await stop();
    throw cause;
  }
};

const kindsOf = (sim: Simulator): Record<string, string> =>
  Object.fromEntries(sim.devices.map(({ spec }) => [spec.id, spec.kind]));
