/** What a bin sensor says, with the last reading that was no flicker. Instants are UTC, ISO 8601. */
export interface BinReading {
  readonly reading: 'occupied' | 'empty';
  readonly since: string;
  readonly steady: { readonly reading: 'occupied' | 'empty'; readonly since: string } | null;
}
/** A reading that does not last so long says nothing about paper, ms. */
export const FLICKER_MS = 30_000;

const lasted = (from: string, to: string): boolean => Date.parse(to) - Date.parse(from) >= FLICKER_MS;

/** A flicker to the other side and back leaves the steady reading, and its beginning, as they were. */
export const nextReading = (
  before: BinReading | null,
  reading: BinReading['reading'],
  since: string,
): BinReading => {
  if (before === null) return { reading, since, steady: null };
  if (before.reading === reading) return before;
  return { reading, since, steady: steadyReading(before, since) };
};

/** What it says without doubt at `now`, and since when; null while nothing has lasted yet. */
export const steadyReading = ({ reading, since, steady }: BinReading, now: string): BinReading['steady'] => {
  if (!lasted(since, now)) return steady;
  return steady?.reading === reading ? steady : { reading, since };
};
