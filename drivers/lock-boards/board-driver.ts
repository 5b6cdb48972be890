import type { Fault } from '#controller/ports/health.ts';
import type { InputBoard, LockBoard } from '#controller/ports/locks.ts';

/** What the driver of anything on a bus offers beyond its port. */
interface OnBus {
  /** The board said unasked that something changed at a channel: a reason to read, never a fact. */
  onHint(listener: (channel: number) => void): () => void;
  /** Since start: what was thrown away, and why. */
  counters(): Readonly<Record<string, number>>;
  /** Something to mend although the board answers; null when nothing is. */
  advice(): Fault | null;
  /** What the board must be told whenever its line comes up (relays: all off); true: it took it. */
  atLineUp?(): Promise<boolean>;
  /** Takes its listeners off the bus. */
  dispose(): void;
}
export type BoardDriver = LockBoard & OnBus;
export type SensorDriver = InputBoard & OnBus;
