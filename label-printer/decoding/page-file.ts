import type { Grey } from './grey.ts';

/** Why a file gives no pages. */
export type PageFault = 'unknown-format' | 'damaged' | 'too-large' | 'too-many-pages' | 'locked';
export class PageError extends Error {
  readonly fault: PageFault;

  constructor(fault: PageFault) {
    super(fault);
    this.fault = fault;
  }
}

/** A file of pages, open; one page at a time is in memory. */
export interface OpenPages {
  readonly form: 'pdf' | 'png' | 'jpeg' | 'tiff';
  readonly count: number;
  /** Page from 0. Throws a PageError. */
  page(index: number): Promise<Page>;
  close(): void;
}
export interface Page {
  readonly grey: Grey;
  /** Pixels an inch of paper; null when the file does not tell. */
  readonly dpi: number | null;
}

/** More than A3 at 600 dpi; beyond it a file is an attack or a mistake. */
export const MOST_PIXELS = 80_000_000;
