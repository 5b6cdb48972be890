import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the built pages. */
    readonly pages: string;
  }
}

/**
 * Runs once before the tests in a browser: builds the pages as they are now into a folder of its own, so that no test
 * looks at stale ones. Tests find it with `inject('pages')`.
 */
export default async function buildPages(project: TestProject): Promise<() => Promise<void>> {
  const dist = await mkdtemp(join(tmpdir(), 'docketbox-pages-'));
  await build({
    root: 'kiosk-ui',
    configFile: 'kiosk-ui/vite.config.ts',
    mode: 'production',
    logLevel: 'error',
    build: { outDir: dist, emptyOutDir: true, reportCompressedSize: false },
  });
  project.provide('pages', dist);
  return () => rm(dist, { recursive: true, force: true });
}
