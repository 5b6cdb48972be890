/** Forms of files that intake takes. */
export type ScanForm = 'pdf' | 'png' | 'jpeg' | 'tiff';

/** One code on a page. */
export interface PageCode {
  /** zxing-cpp's name. */
  readonly symbology: string;
  readonly text: string;
  /** The bytes behind the text. */
  readonly bytes: Uint8Array;
  /** Whether the text has the check character of a docket code. */
  readonly docket: boolean;
  /** Longest side, mm on paper; for pictures as if the page were A4. */
  readonly sideMm: number;
}
/** What was read on one page. */
export interface PageReading {
  readonly codes: readonly PageCode[];
}
/** Pages of one file, counted from 0, both ends included. */
export interface PageRange {
  readonly from: number;
  readonly to: number;
}
/** A part of a file as it is kept. */
export interface CutFile {
  readonly form: ScanForm;
  readonly bytes: Uint8Array;
  /** A small PNG of its first page. */
  readonly thumbnail: Uint8Array;
}
/**
 * Why a file gives no pages: neither of the forms, damaged (or so made that reading it does not end), too large, too
 * many pages, locked by a password.
 */
export type FileFault = 'unknown-format' | 'damaged' | 'too-large' | 'too-many-pages' | 'locked';
/** A file whose pages were read; it is held in memory until `close`. */
export interface ReadFile {
  readonly form: ScanForm;
  readonly pages: readonly PageReading[];
  /** The parts as files of their own; the file itself where a part is the whole. */
  cut(ranges: readonly PageRange[]): Promise<CutFile[]>;
  close(): void;
}
export type ReadOutcome =
  | { readonly ok: true; readonly file: ReadFile }
  | { readonly ok: false; readonly fault: FileFault | 'cancelled' };

/** Reads scanned files beside everything else, one at a time, keeping nothing of them on any disk. */
export interface PageReader {
  read(
    bytes: Uint8Array,
    watch: { readonly onPage: (page: number, of: number) => void; readonly signal: AbortSignal },
  ): Promise<ReadOutcome>;
  /** Resolves when nothing of it runs any more; what is under way ends as cancelled. */
  stop(): Promise<void>;
}

/** Kept files by the SHA-256 (hex) of their bytes; the same bytes are kept once. */
export interface ScanFiles {
  /** Durable when it resolves. */
  put(hash: string, file: Pick<CutFile, 'bytes' | 'thumbnail'>): Promise<void>;
  get(hash: string, what: 'bytes' | 'thumbnail'): Promise<Uint8Array | undefined>;
  /** Synchronous, as `list` is. */
  remove(hash: string): void;
  /** Hashes of everything kept. */
  list(): string[];
}

/** What became of a file from the watched folder: taken in (or known already), refused for good, or to be tried again later. */
export type FolderTaken =
  | { readonly is: 'taken' }
  | { readonly is: 'later' }
  | { readonly is: 'classified' }
  | { readonly is: 'failed'; readonly why: string };
