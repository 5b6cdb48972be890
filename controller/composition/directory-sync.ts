import { ldapDirectory } from '../adapters/ldap-directory.ts';
import { syncDirectory, type DirectoryReport } from '../commands/directory/sync.ts';
import type { By } from '../commands/by.ts';
import type { SiteConfig } from '../config-schema.ts';
import type { Desk } from '../ports/desk.ts';
import type { ReadModels } from '../ports/read-models.ts';

/** The sync of a site's directory; undefined when it has none. */
export const directorySync = (
  { directory: config }: Pick<SiteConfig, 'directory'>,
  deps: { readonly desk: Desk; readonly views: ReadModels },
): ((by: By, dryRun: boolean) => Promise<DirectoryReport>) | undefined =>
  config
    ? (by, dryRun) =>
        syncDirectory({ ...deps, config, directory: ldapDirectory(config, process.env) }, by, dryRun)
    : undefined;
