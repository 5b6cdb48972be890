// Every link of every page of the repository leads somewhere.
import { execFileSync } from 'node:child_process';
import { deadLinks } from './markdown-links.ts';

const pages = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '*.md'], {
  encoding: 'utf8',
}).split('\0');
const dead = pages.filter((page) => page !== '').flatMap((page) => deadLinks(page));
for (const line of dead) console.log(line);
process.exitCode = dead.length === 0 ? 0 : 1;
