import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Links of a Markdown page that lead nowhere in the repository: a file that is not there, or a heading it has not. */
export const deadLinks = (page: string, read: (path: string) => string | undefined = readPage): string[] => {
  const text = read(page) ?? '';
  return [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [path = '', heading] = link.split('#');
    const target = path === '' ? page : normalize(join(dirname(page), decodeURIComponent(path)));
    const found = read(target);
    if (found === undefined) return [`${page}: ${link} — there is no ${target}`];
    if (heading === undefined || headingsOf(found).includes(decodeURIComponent(heading))) return [];
    return [`${page}: ${link} — ${target} has no such heading`];
  });
};

const withoutCode = (text: string): string =>
  text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');

/** As GitHub names them. */
const headingsOf = (text: string): string[] => {
  const seen = new Map<string, number>();
  return [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#{1,6} (.+)$/gm)].map(([, words = '']) => {
    const name = words
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return before === 0 ? name : `${name}-${before}`;
  });
};

/** A folder, or a file that is no page, has no headings; undefined when there is none. */
const readPage = (path: string): string | undefined => {
  if (!existsSync(path)) return undefined;
  return path.endsWith('.md') && statSync(path).isFile() ? readFileSync(path, 'utf8') : '';
};
