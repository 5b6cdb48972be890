import { text } from 'node:stream/consumers';
import { describeProblems, loadConfig, parseConfig } from '../config.ts';
import type { SiteConfig } from '../config-schema.ts';
import { CommandFailed } from './command.ts';

/** The configuration in a file, for `-` from standard input; else a CommandFailed that lists everything wrong with it. */
export const siteOf = async (path: string): Promise<SiteConfig> => {
  const loaded =
    path === '-' ? parseConfig(await text(process.stdin), 'standard input') : await loadConfig(path);
  if (loaded.ok) return loaded.config;
  const count = loaded.problems.length;
  throw new CommandFailed(
    `${count === 1 ? 'one thing is' : `${count} things are`} wrong with the configuration; nothing was started\n${describeProblems(loaded)}`,
  );
};
