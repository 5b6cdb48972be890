import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** What of the bundle is looked at. */
interface Part {
  readonly type: string;
  readonly fileName: string;
  readonly code?: string;
  readonly facadeModuleId?: string | null;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
  readonly viteMetadata?: { readonly importedCss: Set<string> };
}

/** Writes into the service worker which files make up the page `m.html`, and a fingerprint of them. */
export const shellPlugin = (fixed: readonly string[], sources: readonly string[]): Plugin => ({
  name: 'shell-of-m',
  apply: 'build',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      const parts = bundle as unknown as Record<string, Part>;
      const entry = Object.values(parts).find(({ facadeModuleId }) => facadeModuleId?.endsWith('/m.html'));
      const worker = parts['m-worker.js'];
      if (!entry || worker?.code === undefined) throw new Error('the build has no m.html or no m-worker.js');
      const files = new Set<string>();
      const add = (name: string): void => {
        const part = parts[name];
        if (!part || files.has(name)) return;
        files.add(name);
        const { imports = [], dynamicImports = [], viteMetadata, code = '' } = part;
        for (const other of [...imports, ...dynamicImports, ...(viteMetadata?.importedCss ?? [])]) add(other);
        // Workers are known by their address only.
        for (const [found] of code.matchAll(/assets\/[\w.-]+/g)) add(found);
      };
      add(entry.fileName);
      const hash = createHash('sha256');
      for (const source of sources) hash.update(readFileSync(source));
      const listed = [...fixed, ...[...files].map((name) => `/${name}`)].sort();
      const version = hash.update(listed.join('\n')).digest('hex').slice(0, 16);
      const shell = JSON.stringify(JSON.stringify({ version, files: listed }));
      const written = worker.code.replace(/(["'`])%SHELL%\1/, () => shell);
      if (written === worker.code) throw new Error('m-worker.js has no place for the list of files');
      Object.assign(worker, { code: written });
    },
  },
});
