/** The only source of time. Tests advance it by hand; nothing else reads the machine's clock. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Runs `task` once after `ms` milliseconds unless cancelled first. */
  after(ms: number, task: () => void): Cancel;
}
export type Cancel = () => void;

/** UTC instant as events carry it: ISO 8601 with milliseconds. */
export const instantOf = (clock: Clock): string => new Date(clock.now()).toISOString();
