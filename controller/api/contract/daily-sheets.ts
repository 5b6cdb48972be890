import { z } from 'zod';

const text = z.string();
const instant = z.iso.datetime({ precision: 3 });

/** The sheet of a day as it was drawn up. */
export const dailySheetView = z.object({
  /** Names the sheet: a day may have several. */
  sequence: z.int(),
  date: z.iso.date(),
  drawnAt: instant,
  drawnBy: text,
  figures: z.object({
    registered: z.int(),
    dropped: z.int(),
    collected: z.int(),
    refused: z.int(),
    returned: z.int(),
    overdue: z.int(),
    visits: z.int(),
  }),
  /** Open differences then. */
  open: z.int(),
  /** The signed note on it. */
  checkpoint: text,
});
export type DailySheetView = z.output<typeof dailySheetView>;
