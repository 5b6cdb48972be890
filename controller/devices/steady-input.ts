/** When a level is believed, and when its sensor is not believed any more. */
export interface SteadyLimits {
  /** A new level counts once it has held for so long, ms. */
  readonly steadyMs: number;
  /** So many changes of the level within `flutterMs` are no paper but a fault. */
  readonly flutterChanges: number;
  readonly flutterMs: number;
}
export interface SteadyInput {
  /** The level as last believed; null before the first. */
  readonly level: boolean | null;
  /** A level seen that differs, and since when, ms since 1970. */
  readonly coming: { readonly level: boolean; readonly since: number } | null;
  /** Instants of the latest changes, oldest first. */
  readonly changes: readonly number[];
}
export const noInput: SteadyInput = { level: null, coming: null, changes: [] };

/** Takes one settled reading. Pure. */
export const nextSteady = (
  { level, coming, changes }: SteadyInput,
  reading: boolean,
  at: number,
  limits: SteadyLimits,
): SteadyInput => {
  const recent = changes.filter((change) => at - change < limits.flutterMs);
  if (reading === level) return { level, coming: null, changes: recent };
  const since = coming?.level === reading ? coming.since : at;
  if (level !== null && at - since < limits.steadyMs)
    return { level, coming: { level: reading, since }, changes: recent };
  const changed = level === null ? recent : [...recent, at].slice(-limits.flutterChanges);
  return { level: reading, coming: null, changes: changed };
};

/** It changes more often than paper is moved: nothing it says counts until it is quiet. Pure. */
export const flutters = ({ changes }: SteadyInput, at: number, limits: SteadyLimits): boolean =>
  changes.filter((change) => at - change < limits.flutterMs).length >= limits.flutterChanges;
