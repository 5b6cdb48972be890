import type { Bus } from './bus.ts';
import type { SimClock } from './clock.ts';
import { LinePlayer, type ReplayState } from './player.ts';
import type { RecordedFrame } from './recording.ts';

/** Plays a tape on every line it has frames of; the devices themselves keep silent. */
export class Replay {
  readonly #players: LinePlayer[] = [];
  #started = false;

  constructor(frames: readonly RecordedFrame[], buses: readonly Bus[], clock: SimClock) {
    for (const bus of buses) {
      const ids = new Set(bus.lines.map(({ id }) => id));
      const [first = ''] = ids;
      const own = frames.filter(({ device }) => ids.has(device));
      const player = new LinePlayer(own, first, clock, (frame) => bus.sayAs(frame.device, frame.bytes));
      this.#players.push(player);
      bus.play((bytes) => {
        this.#start();
        player.fromHost(bytes);
      });
    }
    const silentHosts = frames.every(({ dir }) => dir === 'out');
    if (silentHosts) this.#start();
  }

  /** The tape runs from the first byte of any host. */
  #start(): void {
    if (this.#started) return;
    this.#started = true;
    for (const player of this.#players) player.start();
  }

  state(): ReplayState {
    const states = this.#players.map((player) => player.state());
    return {
      played: states.reduce((sum, { played }) => sum + played, 0),
      of: states.reduce((sum, each) => sum + each.of, 0),
      mismatches: states.flatMap(({ mismatches }) => mismatches),
    };
  }
}
