import type { LockBoard } from '#controller/ports/locks.ts';

/** What every lock board's driver offers beyond the port. */
export interface BoardDriver extends LockBoard {
  /** The board said unasked that something changed at a channel: a reason to read, never a fact. */
  onHint(listener: (channel: number) => void): () => void;
  /** Since start: what was thrown away, and why. */
  counters(): Readonly<Record<string, number>>;
  /** Something to mend although the board answers: what, and the fix; null when nothing is. */
  advice(): string | null;
  /** Takes its listeners off the bus. */
  dispose(): void;
}
