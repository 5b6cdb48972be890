import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NEEDED = { ippeveprinter: 'cups-ipp-utils', 'dbus-daemon': 'dbus-daemon' } as const;
export type Tool = keyof typeof NEEDED;

const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/bin'];
const isProgram = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Where the program is; null when it is not installed. */
export const toolPath = (tool: Tool): string | null =>
  folders.map((folder) => join(folder, tool)).find(isProgram) ?? null;

/** Why no IPP printer can be started here, and what to do; null when it can. */
export const missingTools = (): string | null => {
  const missing = Object.entries(NEEDED).filter(([tool]) => toolPath(tool as Tool) === null);
  if (missing.length === 0) return null;
  const [tools, packages] = [missing.map(([tool]) => tool), missing.map(([, name]) => name)];
  return `${tools.join(' and ')} not found: install ${packages.join(' ')}`;
};
