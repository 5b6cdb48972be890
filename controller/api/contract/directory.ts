import { z } from 'zod';

const instant = z.iso.datetime({ precision: 3 });
const counts = z.object({
  read: z.int(),
  registered: z.int(),
  changed: z.int(),
  gone: z.int(),
  back: z.int(),
});
const searched = {
  base: z.string(),
  filter: z.string(),
  /** Ours → the directory's. */
  attributes: z.record(z.string(), z.string()),
};
/** As the site configuration has it, without any secret. */
const directorySettings = z.object({
  startTls: z.boolean(),
  /** It trusts certificates of its own, not those of the system. */
  ownCertificates: z.boolean(),
  /** Distinguished name of who asks; null: nobody in particular. */
  bind: z.string().nullable(),
  mostGone: z.int(),
  departments: z.object(searched).nullable(),
  people: z
    .object({
      ...searched,
      /** Value in the directory → role here; null: roles are given here. */
      roles: z.record(z.string(), z.string()).nullable(),
      newRoles: z.array(z.string()),
    })
    .nullable(),
});
export type DirectorySettings = z.output<typeof directorySettings>;
export const directoryView = z.object({
  /** Null: the site has no directory. */
  url: z.string().nullable(),
  /** HH:MM on the site's clocks; null: only when somebody asks. */
  at: z.string().nullable(),
  settings: directorySettings.nullable(),
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
      name: z.string(),
      fields: z.array(z.string()),
      /** What each field is here, null for what is new, and what the directory says. */
      values: z.array(z.object({ field: z.string(), was: z.string().nullable(), becomes: z.string() })),
    }),
  ),
  problems: z.array(z.object({ dn: z.string(), code: z.string(), value: z.string() })),
  stopped: z.object({ code: z.string(), detail: z.string() }).nullable(),
  /** Names this list: sent as `?expect=` with the next request, nothing else is done. Empty when nothing was read. */
  digest: z.string(),
});
export type DirectoryReportView = z.output<typeof directoryReport>;
