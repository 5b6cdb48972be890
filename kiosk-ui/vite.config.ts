import { fileURLToPath } from 'node:url';
import { svelte, vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { shellPlugin } from './shell-plugin.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The font package offers woff beside woff2; every browser that runs these pages reads woff2. */
const woff2Only: Plugin = {
  name: 'woff2-only',
  enforce: 'pre',
  transform: (code, id) =>
    id.includes('@fontsource') && id.endsWith('.css')
      ? { code: code.replace(/,\s*url\([^)]*\.woff\)\s*format\('woff'\)/g, ''), map: null }
      : null,
};

/** Files of the page for phones that have fixed names. */
const shell = ['/m', '/m/manifest.webmanifest', '/m/icon-192.png'];

export default defineConfig({
  root: here('.'),
  base: '/',
  plugins: [woff2Only, svelte({ preprocess: vitePreprocess() }), shellPlugin(shell, [here('./m.html')])],
  build: {
    outDir: here('./dist'),
    emptyOutDir: true,
    target: 'es2023',
    // Nothing inlined: the pages run under a policy without data: and inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        ...{ kiosk: here('./kiosk.html'), admin: here('./admin.html'), receipt: here('./receipt.html') },
        ...{ m: here('./m.html'), 'm-worker': here('./src/m-worker.ts') },
      },
      output: {
        // A service worker keeps its address for ever.
        entryFileNames: ({ name }) => (name === 'm-worker' ? 'm-worker.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  server: {
    proxy: { '/api': 'http://127.0.0.1:8080', '/socket.io': { target: 'http://127.0.0.1:8080', ws: true } },
  },
});
