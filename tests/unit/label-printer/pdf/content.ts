import { decodePDFRawStream, PDFArray, PDFName, PDFRawStream, PDFStream } from 'pdf-lib';
import type { PDFDocument } from 'pdf-lib';

/** Content streams of a page, unpacked, one after the other; `raw`: as they stand in the file. */
export const contentOf = (document: PDFDocument, page: number): { text: string; raw: Buffer[] } => {
  const { node } = document.getPage(page);
  const own = node.lookup(PDFName.of('Contents'));
  const streams = own instanceof PDFArray ? own.asArray().map((ref) => document.context.lookup(ref)) : [own];
  const found = streams.filter((one): one is PDFRawStream => one instanceof PDFRawStream);
  if (found.length !== streams.filter((one) => one instanceof PDFStream).length)
    throw new Error('a made stream');
  return {
    text: found.map((one) => Buffer.from(decodePDFRawStream(one).decode()).toString('latin1')).join('\n'),
    raw: found.map((one) => Buffer.from(one.contents)),
  };
};

/** Operators of a content stream (ISO 32000-1 §7.8.2), by a scanner of its own that knows strings, names, numbers. */
export const operatorsOf = (content: string): string[] => {
  const operators: string[] = [];
  let at = 0;
  const skip = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(content)?.[0] ?? '';
    at += found.length;
    return found;
  };
  while (at < content.length) {
    if (skip(/[\s[\]]+|<<|>>/y) || skip(/<[0-9a-fA-F\s]*>/y) || skip(/\/[^\s/<>[\]()%]*/y)) continue;
    if (skip(/[+-]?(\d+\.?\d*|\.\d+)(?=[\s/<>[\]()%]|$)/y)) continue;
    const word = skip(/[A-Za-z'"][A-Za-z0-9*'"]*/y);
    if (word === '') throw new Error(`at ${at}: ${JSON.stringify(content.slice(at, at + 20))}`);
    operators.push(word);
  }
  return operators;
};
