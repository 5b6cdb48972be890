/** Why a file cannot be read; the words in both languages are in `api/http/file-words.ts`. */
export type FaultCode =
  | 'unknown-kind'
  | 'old-excel'
  | 'zip-damaged'
  | 'zip-encrypted'
  | 'zip-many-parts'
  | 'zip-unsafe-name'
  | 'zip-twice'
  | 'part-missing'
  | 'part-too-large'
  | 'part-bomb'
  | 'package-too-large'
  | 'xml-damaged'
  | 'xml-encoding'
  | 'xml-doctype'
  | 'xml-deep'
  | 'xml-large'
  | 'not-ofd'
  | 'not-sheet'
  | 'many-documents'
  | 'reference-outside'
  | 'many-rows'
  | 'many-columns'
  | 'no-rows'
  | 'no-columns'
  | 'csv-quotes'
  | 'text-encoding'
  | 'too-slow'
  | 'too-heavy'
  | 'not-read'
  | 'readers-busy';

/** What a FileFault says, as plain data. */
export interface Fault {
  readonly code: FaultCode;
  /** Part of a package, row of a list; empty for the whole file. */
  readonly place: string;
  readonly value: string;
}

/** A file that cannot be read: where in it, and the value found there; never text of a document. */
export class FileFault extends Error implements Fault {
  readonly code: FaultCode;
  readonly place: string;
  readonly value: string;

  constructor(code: FaultCode, place: string, value: string | number = '') {
    const shown = shownName(String(value));
    super(`${[shownName(place), code].filter(Boolean).join(': ')}${shown === '' ? '' : ` (${shown})`}`);
    this.code = code;
    this.place = shownName(place);
    this.value = shown;
  }
}

const shownName = (text: string): string => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '·').slice(0, 80);
