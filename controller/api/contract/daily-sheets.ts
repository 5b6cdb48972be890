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
    /** Put into outgoing compartments, and fetched from them; left out by sheets of earlier versions. */
    handedIn: z.int().optional(),
    fetched: z.int().optional(),
    /** Of those fetched: to a receiver outside the house. */
    dispatched: z.int().optional(),
  }),
  /** Open differences then. */
  open: z.int(),
  /** The signed note on it. */
  checkpoint: text,
});
export type DailySheetView = z.output<typeof dailySheetView>;
