import type { OpenClocks } from '../ports/open-clocks.ts';

/** No clock runs. */
export const noClocks: OpenClocks = {
  upTo: () => [],
  next: () => null,
  of: () => [],
  missedVisits: () => [],
  isWorkingDay: () => true,
};
