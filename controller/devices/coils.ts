/** Limits of one coil, from the device's configuration. */
export interface CoilLimits {
  readonly restMs: number;
  readonly pulsesPerMinute: number;
}
/** Instants of a coil's pulses within the last minute, ms since 1970, oldest first. */
export type CoilHistory = readonly number[];

const minute = 60_000;

/** How long the coil must still rest before another pulse, ms; 0 when it may be pulsed now. Pure. */
export const restOf = (history: CoilHistory, limits: CoilLimits, now: number): number => {
  const recent = history.filter((at) => at > now - minute);
  const last = recent.at(-1);
  const rest = last === undefined ? 0 : last + limits.restMs - now;
  const first = recent.at(-limits.pulsesPerMinute);
  const budget = first === undefined ? 0 : first + minute - now;
  return Math.max(0, rest, budget);
};

export const pulsed = (history: CoilHistory, now: number): CoilHistory => [
  ...history.filter((at) => at > now - minute),
  now,
];
