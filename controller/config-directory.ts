import { z } from 'zod';

const dn = z.string().min(1).max(500);
const attribute = z.string().regex(/^[A-Za-z][A-Za-z0-9;.-]{0,60}$/);
const role = z.enum(['messenger', 'collector', 'registrar', 'supervisor', 'technician', 'auditor']);
const searched = { base: dn, filter: z.string().min(3).max(500) };

/** People and departments from an LDAP directory: docs/oa-integration.md. */
export const directoryConfig = z.strictObject({
  url: z.string().regex(/^ldaps?:\/\/[A-Za-z0-9.\-[\]:]{1,200}$/),
  /** Asks an `ldap:` server for TLS before anything else is said. */
  startTls: z.boolean().default(false),
  /** File with the certificates that are trusted, PEM; left out: those of Node. */
  caFile: z.string().min(1).optional(),
  /** Who asks; left out: nobody in particular. */
  bind: z
    .strictObject({ dn, passwordEnv: z.string().regex(/^[A-Z][A-Z0-9_]*$/) })
    .nullable()
    .default(null),
  departments: z
    .strictObject({
      ...searched,
      attributes: z.strictObject({ code: attribute, name: attribute, aliases: attribute.optional() }),
    })
    .nullable()
    .default(null),
  people: z
    .strictObject({
      ...searched,
      attributes: z.strictObject({
        number: attribute,
        name: attribute,
        /** Code, name or distinguished name of a department; several values are several departments. */
        department: attribute.optional(),
        /** What `roles` are found by. */
        role: attribute.optional(),
      }),
      /** Value of the attribute `role` → role here. Left out: roles are given here and the directory leaves them. */
      roles: z.record(z.string().min(1).max(500), role).optional(),
      /** Of somebody new whom no value gives a role. */
      newRoles: z.array(role).max(6).default(['collector']),
    })
    .nullable()
    .default(null),
  /** Every day at this time on the site's clocks; null: only when somebody asks. */
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .nullable()
    .default(null),
  /** When more people than this would be gone at once the directory is not believed and nothing is changed. */
  mostGone: z.int().min(0).max(100_000).default(10),
});
export type DirectoryConfig = z.output<typeof directoryConfig>;
