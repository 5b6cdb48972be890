import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/longest-first.ts';

const shared = {
  testTimeout: 180_000,
  hookTimeout: 180_000,
  setupFiles: 'tests/support/random-stories.ts',
  // What is polled for comes sooner or later; how soon is the machine's affair.
  expect: { poll: { timeout: 30_000 } },
  // Not more: boards and controllers of the scenarios live by real time limits, and a machine that stalls misses them.
  maxWorkers: availableParallelism(),
};
const unit = 'tests/unit/**/*.test.ts';
const browser = 'tests/browser/**/*.test.ts';

export default defineConfig({
  test: {
    ...shared,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: { ...shared, name: 'whole', include: ['tests/**/*.test.ts'], exclude: [unit, browser] },
      },
      {
        test: { ...shared, name: 'browser', include: [browser], globalSetup: 'tests/support/build-pages.ts' },
      },
      // Files share their process, and with it whatever they import: loading it anew took a third of their time.
      { test: { ...shared, name: 'unit', include: [unit], isolate: false } },
    ],
  },
});
