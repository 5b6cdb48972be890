import { readFile } from 'node:fs/promises';
import { decode as decodePicture, type Decoded } from '#label-printer/decoding/decode.ts';
import { PageError, type PageFault } from '#label-printer/decoding/page-file.ts';
import { pagesOf } from '#label-printer/decoding/pages.ts';
import type { OfficialRecord } from '../domain/official-record.ts';
import { UNREADABLE } from '../domain/official-record-elements.ts';
import { EXIT, type Command, type Console } from './command.ts';
import { unreadable } from './file-words.ts';

const REFUSED = 'refused: classified';

/** One symbol, as `--json` prints it; docs/surface.md. */
interface Line {
  readonly file: string;
  /** From 1. */
  readonly page: number;
  readonly symbology: string;
  readonly text: string;
  /** The bytes of the symbol, capitals. */
  readonly hex: string;
  readonly corners: Decoded['corners'];
  readonly record?: OfficialRecord | { readonly fault: string };
}

/** `docketbox decode`: every symbol in some files. */
export const decode: Command = {
  name: 'decode',
  summary:
    'Reads every code in pictures (PNG, JPEG, TIFF) and PDF files; official-document records are taken apart.',
  operands: ['FILE…'],
  flags: [],
  notes: [
    'Exit code 0 when every file holds something, 1 when in some file nothing was found or it cannot be read.',
    'Of a classified record neither payload nor title is printed.',
  ],
  async run(input, console) {
    const lines: Line[] = [];
    let all = true;
    for (const file of input.operands) {
      const found = await linesOf(file, console);
      if (found?.length === 0)
        console.err(`${file}: no code was found; scan it again at 300 dpi, flat and clean`);
      all &&= found !== null && found.length > 0;
      lines.push(...(found ?? []));
    }
    if (input.json) console.out(JSON.stringify(lines, null, 1));
    else for (const line of tableOf(lines)) console.out(line);
    return all ? EXIT.done : EXIT.foundWrong;
  },
};

/** Null when the file cannot be read; then that was said. */
const linesOf = async (file: string, console: Console): Promise<Line[] | null> => {
  const lines: Line[] = [];
  let page = 0;
  try {
    for await (const picture of pagesOf(await readFile(file))) {
      page++;
      for (const decoded of await decodePicture(picture)) lines.push(lineOf(file, page, decoded));
    }
  } catch (error) {
    console.err(sayWhy(file, error));
    return null;
  }
  return lines;
};

const FIXES: Readonly<Record<PageFault, string>> = {
  'unknown-format': 'neither PNG, JPEG, TIFF nor PDF; convert it to one of them',
  damaged: 'it is damaged; save or scan it again',
  'too-large': 'a picture has more than 80 million pixels; scan it at 300 dpi',
  'too-many-pages': 'it has more than 5000 pages; split it',
  locked: 'it has a password; save it without one',
};
const sayWhy = (file: string, error: unknown): string => {
  if (error instanceof PageError) return `${file}: ${FIXES[error.fault]}`;
  if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  return unreadable(file, error).message;
};

const lineOf = (file: string, page: number, { symbology, text, bytes, corners, record }: Decoded): Line => {
  const rounded = corners.map(([x, y]) => [Math.round(x), Math.round(y)] as const);
  const place = { file, page, symbology };
  if (record?.ok && record.classified) return { ...place, text: REFUSED, hex: '', corners: rounded };
  const line = { ...place, text, hex: Buffer.from(bytes).toString('hex').toUpperCase(), corners: rounded };
  if (record === null) return line;
  return { ...line, record: record.ok ? record.record : { fault: record.why } };
};

const tableOf = (lines: readonly Line[]): string[] => {
  const rows = lines.map((line) => [
    line.file,
    `${line.page}`,
    line.symbology,
    line.corners.map(([x, y]) => `${x},${y}`).join(' '),
    plain(line.text),
  ]);
  const table = [['file', 'page', 'symbology', 'corners', 'text'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  return lines.length === 0
    ? []
    : table.map((row) =>
        row
          .map((cell, i) => cell.padEnd(widths[i] ?? 0))
          .join('  ')
          .trimEnd(),
      );
};

/** Nothing a terminal would obey. */
const plain = (text: string): string =>
  [...text]
    .map((character) => (UNREADABLE.test(character) || /[\r\n]/.test(character) ? '·' : character))
    .join('');
