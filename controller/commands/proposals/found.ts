import type { ReadList } from './list.ts';
import type { ReadOfd } from './ofd.ts';

/** Most bytes of a file: an OFD package carries its pictures. */
export const MOST_FILE_BYTES = 32 * 1024 * 1024;
/** What a file says, before anybody judged it. */
export type FoundFile = ReadList | ({ readonly form: 'ofd' } & ReadOfd);

/** A field of a document as files word it. `term` is the period of a secrecy mark. */
export type FieldName =
  | 'secrecy'
  | 'term'
  | 'number'
  | 'title'
  | 'issuers'
  | 'kind'
  | 'urgency'
  | 'pages'
  | 'writtenOn'
  | 'barcode'
  | 'oaId'
  | 'recipients';

/** Something unusual about a proposed value; the words are in the pages' texts. */
export type OddCode =
  | 'missing'
  | 'too-long'
  | 'number-form'
  | 'date-form'
  | 'date-of-file'
  | 'author'
  | 'urgency-word'
  | 'pages-form'
  | 'from-page'
  | 'from-title'
  | 'from-subject'
  | 'program-title'
  | 'differs'
  | 'unknown-recipient'
  | 'controls';

/** One reading of a field: its text, and where in the file it stood. */
export interface Reading {
  readonly field: FieldName;
  readonly text: string;
  /** `OFD.xml DocInfo/CustomData 发文字号`, or the head of a column. */
  readonly from: string;
  /** What is unusual about taking it from there. */
  readonly odd?: OddCode;
  /** A number that a spreadsheet shows as a date: days since 1904 instead of 1900. */
  readonly since1904?: boolean;
}
/** What one document of a file says, best readings first, before anybody judged it. */
export interface FoundDocument {
  /** Folder of an OFD document; empty for a list. */
  readonly place: string;
  readonly row: number | null;
  readonly readings: readonly Reading[];
}
