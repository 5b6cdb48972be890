import { dayOf } from './day.ts';
import { tidyNumber, urgencyOf } from '../../domain/official-record-elements.ts';

/** Several values in one cell, separated as people do: `财政局；教育局`, `a; b`. Blank ones are dropped. */
export const several = (cell: string): string[] =>
  cell
    .split(/[;；、\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

const ROLES: Readonly<Record<string, string>> = {
  通信员: 'messenger',
  交换员: 'messenger',
  收文员: 'collector',
  登记员: 'registrar',
  管理员: 'registrar',
  督办员: 'supervisor',
  维护员: 'technician',
  审计员: 'auditor',
};
/** Role under its own or its Chinese name; any other word as it stands, to be refused. */
export const roleOf = (word: string): string =>
  Object.hasOwn(ROLES, word) ? (ROLES[word] ?? word) : word.toLowerCase();

/** `czj`, `财政局*2`, `财政局×2`, `财政局：2份`: a department as written, and copies. */
export const recipientOf = (part: string): { readonly name: string; readonly copies: number } => {
  const [, name = '', copies = ''] = /^(.*?)\s*[*×xX:：]\s*(\d{1,4})\s*份?$/.exec(part) ?? [];
  return name === '' ? { name: part, copies: 1 } : { name, copies: Number(copies) };
};

const URGENCIES = new Set(['none', 'jiaji', 'teji', 'pingji', 'teti']);
/** Urgency word of a document, ours or on paper; an empty cell is none, an unknown word stays as it stands. */
export const urgencyWord = (cell: string): string =>
  cell === '' ? 'none' : URGENCIES.has(cell) ? cell : (urgencyOf(cell) ?? cell);

/** yyyy-MM-dd, null for an empty cell, an unreadable date as it stands. */
export const dateCell = (cell: string, since1904 = false): string | null =>
  cell === '' ? null : (dayOf(cell, since1904) ?? cell);
const YES = new Set(['是', 'yes', 'y', 'true', '1']);
const NO = new Set(['否', 'no', 'n', 'false', '0']);
/** Whether a cell says yes; any other word as it stands, to be refused. */
export const yesOrNo = (cell: string): boolean | string => {
  const word = cell.toLowerCase();
  return YES.has(word) ? true : NO.has(word) ? false : cell;
};
export const orNull = (cell: string): string | null => (cell === '' ? null : cell);
export const numberCell = (cell: string): number | string | null =>
  cell === '' ? null : /^\d{1,6}$/.test(cell) ? Number(cell) : cell;
export const documentNumber = tidyNumber;
