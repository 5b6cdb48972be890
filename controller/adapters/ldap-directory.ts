import { readFileSync } from 'node:fs';
import { Client, ResultCodeError, type Entry } from 'ldapts';
import type { DirectoryConfig } from '../config-directory.ts';
import { DirectoryUnreadable, type Directory, type DirectoryContent } from '../ports/directory.ts';

/** How long the directory has for one answer, ms. */
const ANSWER_WITHIN_MS = 20_000;
const PAGE_SIZE = 500;
/** Most entries of one sort; more are not read to their end. */
const MOST_ENTRIES = 100_000;

/** An LDAP directory (RFC 4511, pages of RFC 2696), read whole each time. Referrals are not followed. */
export const ldapDirectory = (
  config: DirectoryConfig,
  env: Readonly<Record<string, string | undefined>>,
): Directory => ({
  async read() {
    const tlsOptions = config.caFile === undefined ? {} : { ca: readFileSync(config.caFile) };
    const secure = config.url.startsWith('ldaps:') ? { tlsOptions } : {};
    const timeouts = { timeout: ANSWER_WITHIN_MS, connectTimeout: ANSWER_WITHIN_MS };
    const client = new Client({ url: config.url, ...timeouts, ...secure });
    try {
      if (config.startTls) await client.startTLS(tlsOptions);
      if (config.bind) await client.bind(config.bind.dn, passwordOf(config.bind.passwordEnv, env));
      return await contentOf(client, config);
    } catch (error) {
      throw asUnreadable(error);
    } finally {
      await client.unbind().catch(() => undefined);
    }
  },
});

const passwordOf = (name: string, env: Readonly<Record<string, string | undefined>>): string => {
  const password = env[name] ?? '';
  // An empty password would bind as nobody and look like success (RFC 4513, 5.1.2).
  if (password === '') throw new DirectoryUnreadable('refused', `${name} is not set: set it to the password`);
  return password;
};

const contentOf = async (
  client: Client,
  { departments, people }: DirectoryConfig,
): Promise<DirectoryContent> => ({
  departments: departments
    ? (await entriesOf(client, departments)).map((entry) => ({
        dn: entry.dn,
        code: oneOf(entry, departments.attributes.code),
        name: oneOf(entry, departments.attributes.name),
        aliases: allOf(entry, departments.attributes.aliases),
      }))
    : null,
  people: people
    ? (await entriesOf(client, people)).map((entry) => ({
        dn: entry.dn,
        number: oneOf(entry, people.attributes.number),
        name: oneOf(entry, people.attributes.name),
        departments: allOf(entry, people.attributes.department),
        roles: people.roles ? rolesOf(allOf(entry, people.attributes.role), people.roles) : null,
      }))
    : null,
});

const rolesOf = (values: readonly string[], roles: Readonly<Record<string, string>>): string[] =>
  values.flatMap((value) => (Object.hasOwn(roles, value) ? (roles[value] ?? []) : []));

const entriesOf = async (
  client: Client,
  {
    base,
    filter,
    attributes,
  }: {
    readonly base: string;
    readonly filter: string;
    readonly attributes: Readonly<Record<string, string | undefined>>;
  },
): Promise<Entry[]> => {
  const wanted = Object.values(attributes).filter((name) => name !== undefined);
  const { searchEntries } = await client.search(base, {
    ...{ scope: 'sub', filter, attributes: wanted, paged: { pageSize: PAGE_SIZE } },
  });
  if (searchEntries.length > MOST_ENTRIES)
    throw new DirectoryUnreadable('cut-off', `more than ${MOST_ENTRIES} entries under ${base}`);
  return searchEntries;
};

/** Attribute names do not tell capitals from small letters (RFC 4512, 2.5). */
const allOf = (entry: Entry, name: string | undefined): string[] => {
  if (name === undefined) return [];
  const found = Object.entries(entry).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1] ?? [];
  return [found].flat().map((value) => value.toString().trim());
};
const oneOf = (entry: Entry, name: string): string => allOf(entry, name)[0] ?? '';

const CODES: Readonly<Record<number, string>> = {
  32: 'no-such-base',
  3: 'cut-off',
  4: 'cut-off',
  11: 'cut-off',
};
const asUnreadable = (error: unknown): DirectoryUnreadable => {
  if (error instanceof DirectoryUnreadable) return error;
  if (error instanceof ResultCodeError)
    return new DirectoryUnreadable(
      CODES[error.code] ?? 'refused',
      `${error.name} (LDAP result ${error.code})`,
    );
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const untrusted = /CERT|SIGNED|ALTNAME|UNABLE_TO_VERIFY/.test(code);
  const detail = code === '' ? (error instanceof Error ? error.message : String(error)) : code;
  return new DirectoryUnreadable(untrusted ? 'not-trusted' : 'unreachable', detail.slice(0, 300));
};
