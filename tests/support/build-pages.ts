import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

/** Builds the pages as they are now into a folder of its own, so that no test looks at stale ones. */
export async function buildPages(): Promise<{ dist: string; remove: () => Promise<void> }> {
  const dist = await mkdtemp(join(tmpdir(), 'docketbox-pages-'));
  await build({
    root: 'kiosk-ui',
    configFile: 'kiosk-ui/vite.config.ts',
    mode: 'production',
    logLevel: 'error',
    build: { outDir: dist, emptyOutDir: true, reportCompressedSize: false },
  });
  return { dist, remove: () => rm(dist, { recursive: true, force: true }) };
}
