import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { io } from 'socket.io-client';
import type { RunningSite } from './running-site.ts';

/** Every way in which a text may have been left behind. */
const forms: Readonly<Record<string, (text: string) => Buffer>> = {
  'UTF-8': (text) => Buffer.from(text, 'utf8'),
  GBK: (text) => iconv.encode(text, 'gbk'),
  'UTF-16LE': (text) => Buffer.from(text, 'utf16le'),
  'UTF-16BE': (text) => Buffer.from(text, 'utf16le').swap16(),
  'JSON escapes': (text) =>
    Buffer.from([...text].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')),
  'URL escapes': (text) => Buffer.from(encodeURIComponent(text)),
  'hex of UTF-8': (text) => Buffer.from(Buffer.from(text, 'utf8').toString('hex')),
  'hex of GBK': (text) => Buffer.from(iconv.encode(text, 'gbk').toString('hex')),
};
export const FORMS = Object.keys(forms);
/** The bytes of a text in one of `FORMS`. */
export const formOf = (form: string, text: string): Buffer => {
  const make = forms[form];
  if (!make) throw new Error(`no form ${form}`);
  return make(text);
};

/** Where any of these texts stands in any form: `<place>: <text> (<form>)`. */
export const tracesIn = (place: string, bytes: Buffer, texts: readonly string[]): string[] =>
  texts.flatMap((text) =>
    FORMS.filter((form) => bytes.includes(formOf(form, text))).map((form) => `${place}: ${text} (${form})`),
  );

/** Every byte of every file below a folder, the write-ahead log and lock files too. */
export const tracesOnDisk = (dir: string, texts: readonly string[]): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .flatMap((file) => tracesIn(file, readFileSync(file), texts));

/** Keeps every snapshot that a kiosk page gets, from now on. */
export const kioskWatch = async (site: RunningSite) => {
  const socket = io(`${site.url}/stations`, { auth: { station: 'front' }, transports: ['websocket'] });
  const seen: string[] = [];
  socket.on('snapshot', (snapshot: unknown) => seen.push(JSON.stringify(snapshot)));
  await new Promise<void>((resolve, reject) => {
    socket.once('snapshot', () => resolve());
    socket.once('connect_error', reject);
  });
  return { all: (): string => seen.join('\n'), stop: (): unknown => socket.disconnect() };
};
