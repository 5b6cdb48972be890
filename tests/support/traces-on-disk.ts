import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';

/** Which of the texts are found, in UTF-8, GBK, UTF-16 or as JSON escapes, in any file below a folder or in the log. */
export const tracesOf = (dataDir: string, logged: readonly string[], texts: readonly string[]): string[] => {
  const files = readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
  const everything = [...files, Buffer.from(logged.join('\n'))];
  const escaped = (text: string) =>
    text.replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return texts.filter((text) =>
    [
      Buffer.from(text, 'utf8'),
      iconv.encode(text, 'gbk'),
      Buffer.from(text, 'utf16le'),
      Buffer.from(escaped(text)),
    ].some((form) => everything.some((bytes) => bytes.includes(form))),
  );
};
