import type { LockBoardConfig } from '../config-schema.ts';
import type { OpenReply } from '../ports/locks.ts';

/** Limits of one coil, from the device's configuration. */
export interface CoilLimits {
  readonly restMs: number;
  readonly pulsesPerMinute: number;
}
/** Instants by which a coil's pulses were certainly over, within the last minute, ms since 1970, oldest first. */
export type CoilHistory = readonly number[];

const minute = 60_000;
/** Longest pulse of a board that times it by itself, ms: factory settings are 300 to 500, some allow a second. */
export const longestPulseMs = 1000;

/** How long the coil must still rest before another pulse, ms; 0 when it may be pulsed now. Pure. */
export const restOf = (history: CoilHistory, limits: CoilLimits, now: number): number => {
  const recent = history.filter((at) => at > now - minute);
  const last = recent.at(-1);
  const rest = last === undefined ? 0 : last + limits.restMs - now;
  const first = recent.at(-limits.pulsesPerMinute);
  const budget = first === undefined ? 0 : first + minute - now;
  return Math.max(0, rest, budget);
};

/** The history with one more pulse, over at `off`. */
export const pulsed = (history: CoilHistory, off: number, now: number): CoilHistory =>
  [...history.filter((at) => at > now - minute), off].sort((a, b) => a - b);

/**
 * How long after the end of a conversation the coil may still be powered, ms. `bcc8a` answers after its pulse;
 * the others answer at once or never, and only the relay's pulse is timed by us.
 */
export const tailOf = (config: LockBoardConfig, reply: OpenReply | null): number => {
  if (reply?.kind === 'not-sent') return 0;
  const cut = reply === null || (reply.kind === 'unknown' && reply.why === 'link-down');
  if (config.kind === 'lock-board/modbus-relay') return config.pulseMs;
  return config.kind === 'lock-board/bcc8a' && !cut ? 0 : longestPulseMs;
};
