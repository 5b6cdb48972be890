import { looksLikeOfficialRecord, parseOfficialRecord } from '#controller/domain/official-record.ts';
import { isClassified } from '#controller/domain/secrecy.ts';
import { greyOfPixels, type Grey } from '../decoding/grey.ts';
import { loadPdfium } from '../decoding/pages.ts';
import { textOf } from '../decoding/text.ts';
import { readWithZxingWasm } from '../decoding/zxing-wasm.ts';
import { StampError } from './problem.ts';

/** Dots an inch at which the first page is looked at. */
const DPI = 200;
export const DOTS_PER_MM = DPI / 25.4;
/** Of a page: A2 at that resolution. Larger ones would be looked at from further away than they are stamped. */
const MOST_PIXELS = 16_000_000;

/** The first page as it is seen, turned and cropped. */
export interface FirstPage {
  readonly pages: number;
  /** mm. */
  readonly width: number;
  readonly height: number;
  /** At 200 dpi. */
  readonly grey: Grey;
}

/** Rejects with StampError `pdf-damaged`, `pdf-locked`, `pdf-too-large`, and `classified` when a mark on it says so. */
export const lookAtFirstPage = async (bytes: Uint8Array): Promise<FirstPage> => {
  const library = await loadPdfium();
  try {
    const document = await library.loadDocument(bytes).catch((error: unknown) => {
      throw new StampError(/password/i.test(String(error)) ? 'pdf-locked' : 'pdf-damaged');
    });
    try {
      const page = document.getPage(0);
      const { originalWidth, originalHeight } = page.getOriginalSize();
      if (!(originalWidth > 0 && originalHeight > 0)) throw new StampError('pdf-damaged');
      if (originalWidth * originalHeight * (DPI / 72) ** 2 > MOST_PIXELS)
        throw new StampError('pdf-too-large');
      if (isMarkedSecret(page.getText())) throw new StampError('classified');
      const { width, height, data } = await page.render({ scale: DPI / 72, colorSpace: 'Gray' });
      const grey = greyOfPixels(width, height, data);
      if (await hasSecretRecord(grey)) throw new StampError('classified');
      const mm = 25.4 / 72;
      return { pages: document.getPageCount(), width: originalWidth * mm, height: originalHeight * mm, grey };
    } finally {
      document.destroy();
    }
  } finally {
    library.destroy();
  }
};

/** `机密★10年`, or a line that is nothing but the level (GB/T 9704 §7.2.2), spaced as it may be. */
export const isMarkedSecret = (text: string): boolean =>
  text
    .split(/[\r\n\0]+/)
    .map((line) => line.replace(/\s+/gu, ''))
    .some((line) => /(绝密|机密|秘密)[★☆]/u.test(line) || /^(绝密|机密|秘密)(\d+年|长期)?$/u.test(line));

const hasSecretRecord = async (grey: Grey): Promise<boolean> => {
  const readings = await readWithZxingWasm(grey, ['PDF417'], 'upright');
  return readings.map(({ bytes }) => textOf(bytes)).some(isSecretRecord);
};
const isSecretRecord = (text: string): boolean => {
  if (!looksLikeOfficialRecord(text)) return false;
  const parsed = parseOfficialRecord(text);
  return parsed.ok && (parsed.classified || isClassified(parsed.record.secrecy));
};
