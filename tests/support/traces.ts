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

interface Trace {
  readonly text: string;
  readonly form: string;
  readonly bytes: Buffer;
}
/** All forms of all texts by their first two bytes, so that one pass over a file finds every one of them. */
const tracesByHead = (texts: readonly string[]): ReadonlyMap<number, readonly Trace[]> =>
  Map.groupBy(
    texts.flatMap((text) => FORMS.map((form): Trace => ({ text, form, bytes: formOf(form, text) }))),
    ({ bytes }) => bytes.readUInt16BE(0),
  );

const search = (place: string, bytes: Buffer, wanted: ReadonlyMap<number, readonly Trace[]>): string[] => {
  const heads = new Uint8Array(0x1_00_00);
  for (const head of wanted.keys()) heads[head] = 1;
  const seen = new Set<Trace>();
  let head = bytes[0] ?? 0;
  for (let at = 1; at < bytes.length; at += 1) {
    head = ((head & 0xff) << 8) | (bytes[at] ?? 0);
    if (heads[head] === 0) continue;
    for (const trace of wanted.get(head) ?? [])
      if (bytes.subarray(at - 1, at - 1 + trace.bytes.length).equals(trace.bytes)) seen.add(trace);
  }
  return [...wanted.values()].flatMap((traces) =>
    traces.filter((trace) => seen.has(trace)).map(({ text, form }) => `${place}: ${text} (${form})`),
  );
};

/** Where any of these texts stands in any form: `<place>: <text> (<form>)`. */
export const tracesIn = (place: string, bytes: Buffer, texts: readonly string[]): string[] =>
  search(place, bytes, tracesByHead(texts));

/** Every byte of every file below a folder, the write-ahead log and lock files too. */
export const tracesOnDisk = (dir: string, texts: readonly string[]): string[] => {
  const wanted = tracesByHead(texts);
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .flatMap((file) => search(file, readFileSync(file), wanted));
};

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
