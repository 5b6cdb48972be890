import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { backup } from '#controller/cli/backup.ts';
import { readArguments, type Command } from '#controller/cli/command.ts';
import { decode } from '#controller/cli/decode.ts';
import { directory } from '#controller/cli/directory.ts';
import { doctor } from '#controller/cli/doctor.ts';
import { exportCommand } from '#controller/cli/export.ts';
import { importCommand } from '#controller/cli/import.ts';
import { label } from '#controller/cli/label.ts';
import { restore } from '#controller/cli/restore.ts';
import { serve } from '#controller/cli/serve.ts';
import { simulate } from '#controller/cli/simulate.ts';
import { token } from '#controller/cli/token.ts';
import { verify } from '#controller/cli/verify.ts';

const commands: readonly Command[] = [
  ...[backup, decode, directory, doctor, exportCommand, importCommand],
  ...[label, restore, serve, simulate, token, verify],
];
const root = new URL('../../../', import.meta.url);
const pages = [
  'README.md',
  'README.zh-CN.md',
  'AGENTS.md',
  'docs',
  'docs/protocols',
  'docs/decisions',
].flatMap((place) =>
  place.endsWith('.md')
    ? [place]
    : readdirSync(new URL(place, root)).flatMap((name) => (name.endsWith('.md') ? [`${place}/${name}`] : [])),
);
/** Commands written with at least one flag: those somebody will type. Names alone are mentions. */
const written = pages.flatMap((page) =>
  [
    ...readFileSync(new URL(page, root), 'utf8')
      .replace(/\s*\n\s*/g, ' ')
      .matchAll(/`(?:npx )?docketbox ([a-z][^`|]*?--[^`]*)`/g),
  ].map(([, text = '']) => [page, text] as const),
);

/** Why a command would not be taken as it is written; null when it would. */
const problemWith = (text: string): string | null => {
  const [name, ...args] = text
    .replace(/[[\]…]/g, '')
    .trim()
    .split(/\s+/);
  const command = commands.find((known) => known.name === name);
  if (!command) return 'no such command';
  try {
    readArguments(command, args);
    return null;
  } catch (error) {
    return String(error);
  }
};

it.each(written)('%s: docketbox %s is taken as it is written', (_, text) =>
  expect(problemWith(text)).toBeNull(),
);

it('a command with a flag too many, a flag too few or another name would be found', () => {
  for (const text of ['verify --date DIR', 'backup --data DIR', 'verfy --data DIR'])
    expect(problemWith(text)).not.toBeNull();
});
