import { A4 } from './pdf.ts';
import type { Pdf } from './pdf.ts';

/** `第 2 页 共 5 页` (or `Page 2 of 5`) in the middle of the foot of every page; call it when all pages are there. */
export const numberPages = (pdf: Pdf, language: 'zh-CN' | 'en', width: number = A4.width): void => {
  const y = (width === A4.width ? A4.height : A4.width) - 11;
  pdf.onEveryPage((n, of) => {
    const words = language === 'en' ? `Page ${n} of ${of}` : `第 ${n} 页 共 ${of} 页`;
    pdf.text(width / 2, y, words, { size: 9 }, 'center');
  });
};
