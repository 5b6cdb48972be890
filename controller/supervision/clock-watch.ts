import type { StreamId } from '../domain/event.ts';
import type { PayloadOf } from '../domain/events.ts';
import type { Cancel, Clock } from '../ports/clock.ts';
import type { Desk } from '../ports/desk.ts';
import type { Ledger } from '../ports/ledger.ts';

export interface ClockWatchDeps {
  readonly clock: Clock;
  readonly desk: Desk;
  readonly ledger: Pick<Ledger, 'head' | 'read'>;
  /** Called once a minute, also after a jump. */
  readonly onMinute: () => void;
  /** Called after a jump was recorded. */
  readonly onJump: () => void;
  readonly onTrouble: (error: unknown) => void;
}

const MINUTE = 60_000;
/** A minute may come so much too late on a busy machine, and clocks are set right by as much, ms. */
export const TOLERANCE = 30_000;
export const wallClockStream: StreamId = 'site:wall-clock';
const by = { actor: 'system', station: null, cause: 'clock-watch' } as const;

/**
 * Notices when the machine's clock is not where the time that passed would have it: it was set, or the machine slept.
 * Timers count time that passes, whatever the clock on the wall shows, so a minute of theirs is the measure.
 */
export class ClockWatch {
  readonly #deps: ClockWatchDeps;
  #cancel: Cancel = () => undefined;

  constructor(deps: ClockWatchDeps) {
    this.#deps = deps;
  }

  /** Looks first whether the clock is before the last thing that was recorded. */
  start(): void {
    const { clock, ledger } = this.#deps;
    const [last] = ledger.read(Math.max(0, ledger.head().sequence - 1), 1);
    if (last && Date.parse(last.time) > clock.now() + TOLERANCE) this.#note(Date.parse(last.time), 'stopped');
    this.#arm();
  }

  stop(): void {
    this.#cancel();
  }

  #arm(): void {
    const { clock, onMinute, onJump, onTrouble } = this.#deps;
    const expected = clock.now() + MINUTE;
    this.#cancel = clock.after(MINUTE, () => {
      this.#arm();
      try {
        if (Math.abs(clock.now() - expected) > TOLERANCE) {
          this.#note(expected, 'running');
          onJump();
        }
        onMinute();
      } catch (error) {
        onTrouble(error);
      }
    });
  }

  #note(expected: number, while_: PayloadOf<'ClockJumped'>['while']): void {
    const { clock, desk, onTrouble } = this.#deps;
    const instant = (at: number): string => new Date(at).toISOString();
    const payload = { expected: instant(expected), found: instant(clock.now()), while: while_ };
    try {
      desk.append([{ stream: wallClockStream, events: [{ type: 'ClockJumped', payload }] }], by);
    } catch (error) {
      onTrouble(error);
    }
  }
}
