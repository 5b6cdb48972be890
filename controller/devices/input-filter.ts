/** What a channel's input was read as, and how often in a row. */
interface Seen {
  readonly input: boolean;
  readonly times: number;
}
export type InputFilter = readonly (Seen | undefined)[];

/** Reads that must agree before one is a fact: the check of a frame is weak, and contacts bounce. */
export const agreeing = 2;

/** Adds one read; index 0 is channel 1. Of the `unknown` channels nothing is known after it. Pure. */
export const nextFilter = (
  filter: InputFilter,
  inputs: readonly boolean[],
  unknown: readonly number[] = [],
): InputFilter =>
  inputs.map((input, at) => {
    if (unknown.length > 0 && unknown.includes(at + 1)) return undefined;
    const before = filter[at];
    return { input, times: before?.input === input ? Math.min(before.times + 1, agreeing) : 1 };
  });

/** The input two reads in a row agree on; null while they do not. */
export const settled = (filter: InputFilter, channel: number): boolean | null => {
  const seen = filter[channel - 1];
  return seen !== undefined && seen.times >= agreeing ? seen.input : null;
};

/** What was read of a channel before now proves nothing any more. */
export const forget = (filter: InputFilter, channel: number): InputFilter =>
  filter.with(channel - 1, undefined);

/** Some channel was read differently from the time before. */
export const unsettled = (filter: InputFilter): boolean => filter.some((seen) => seen?.times === 1);
