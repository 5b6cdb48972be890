import { z } from 'zod';

const instant = z.iso.datetime({ precision: 3 });
const counts = z.object({
  read: z.int(),
  registered: z.int(),
  changed: z.int(),
  gone: z.int(),
  back: z.int(),
});
export const directoryView = z.object({
  /** Null: the site has no directory. */
  url: z.string().nullable(),
  /** HH:MM on the site's clocks; null: only when somebody asks. */
  at: z.string().nullable(),
  /** The last time something was done or could not be done. */
  last: z
    .object({
      at: instant,
      by: z.string(),
      failed: z.object({ code: z.string(), detail: z.string() }).nullable(),
      done: z.object({ departments: counts, people: counts, problems: z.int() }).nullable(),
    })
    .nullable(),
});
export type DirectoryView = z.output<typeof directoryView>;

export const directoryReport = z.object({
  applied: z.boolean(),
  ok: z.boolean(),
  changes: z.array(
    z.object({
      what: z.enum(['department', 'person']),
      does: z.enum(['register', 'change', 'found', 'back', 'gone']),
      key: z.string(),
      fields: z.array(z.string()),
    }),
  ),
  problems: z.array(z.object({ dn: z.string(), code: z.string(), value: z.string() })),
  stopped: z.object({ code: z.string(), detail: z.string() }).nullable(),
});
