import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/longest-first.ts';

const shared = {
  testTimeout: 60_000,
  hookTimeout: 120_000,
  // What is polled for comes sooner or later; how soon is the machine's affair.
  expect: { poll: { timeout: 30_000 } },
  // Some files mostly wait for devices and processes: one more worker than a small machine has cores keeps it busy.
  maxWorkers: Math.max(3, availableParallelism()),
};
const inBrowser = 'tests/browser/**/*.test.ts';

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    ...shared,
    projects: [
      { test: { ...shared, name: 'tests', include: ['tests/**/*.test.ts'], exclude: [inBrowser] } },
      {
        test: {
          ...shared,
          name: 'browser',
          include: [inBrowser],
          globalSetup: 'tests/support/build-pages.ts',
        },
      },
    ],
  },
});
