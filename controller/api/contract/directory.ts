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
  /** A sync was undone: none follows by itself until somebody asks for one. */
  held: z.boolean(),
  /** The last syncs that changed something, the latest first. */
  syncs: z.array(
    z.object({
      /** Sequence of the sync’s event; names it. */
      sync: z.int(),
      at: instant,
      by: z.string(),
      departments: counts,
      people: counts,
      undone: z.object({ at: instant, by: z.string(), reason: z.string(), left: z.int() }).nullable(),
    }),
  ),
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
/** What undoing a sync puts back, or would. */
export const directoryUndo = z.object({
  sync: z.int(),
  applied: z.boolean(),
  changes: z.array(
    z.object({
      what: z.enum(['department', 'person']),
      /** `gone`: may no longer sign in; `back`: may again; `released`: the directory has no say over them any more. */
      does: z.enum(['change', 'gone', 'back', 'released']),
      key: z.string(),
      name: z.string(),
      values: z.array(z.object({ field: z.string(), was: z.string(), becomes: z.string() })),
    }),
  ),
  /** What stays as it is: it was changed since, or cannot be put back. */
  left: z.array(
    z.object({
      ...{ key: z.string(), name: z.string(), code: z.string() },
      /** Of which field; null: of all. */
      field: z.string().nullable(),
      value: z.string(),
    }),
  ),
});
export type DirectoryUndoView = z.output<typeof directoryUndo>;
export const undoOrder = z.strictObject({ reason: z.string().trim().min(1).max(200) });

export type DirectoryReportView = z.output<typeof directoryReport>;
