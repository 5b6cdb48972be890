import { PDFArray, PDFName, PDFNumber } from 'pdf-lib';
import type { PDFDocument, PDFPageLeaf, PDFRef } from 'pdf-lib';
import { StampError } from './problem.ts';

/**
 * Puts `content` (operators in a space of points whose y grows downwards from the top left of the page as it is seen)
 * on top of a page. The page's own content streams stay the very same objects, between a save and a restore; nothing
 * else of the page is touched.
 */
export const drawOnPage = (document: PDFDocument, content: string): void => {
  const { node } = document.getPage(0);
  const { context } = document;
  const stream = (text: string): PDFRef => context.register(context.stream(text));
  const own = node.get(PDFName.of('Contents'));
  const contents = own === undefined ? undefined : context.lookup(own);
  const streams = contents instanceof PDFArray ? contents.asArray() : own === undefined ? [] : [own];
  const drawing = stream(`q ${spaceOf(node)} cm\n${content}Q\n`);
  node.set(PDFName.of('Contents'), context.obj([stream('q\n'), ...streams, stream('\nQ\n'), drawing]));
};

/** The matrix from that space to the page's own (ISO 32000-1 §7.7.3.3: CropBox, Rotate), six numbers. */
const spaceOf = (node: PDFPageLeaf): string => {
  const media = boxOf(node, 'MediaBox');
  if (!media) throw new StampError('pdf-damaged');
  const crop = boxOf(node, 'CropBox') ?? media;
  const [left, bottom, right, top] = [
    ...[Math.max(crop[0], media[0]), Math.max(crop[1], media[1])],
    ...[Math.min(crop[2], media[2]), Math.min(crop[3], media[3])],
  ] as const;
  const rotate = node.getInheritableAttribute(PDFName.of('Rotate'));
  const turned = rotate === undefined ? rotate : node.context.lookup(rotate);
  const degrees = turned instanceof PDFNumber ? ((turned.asNumber() % 360) + 360) % 360 : 0;
  const matrices: Readonly<Record<number, readonly (number | undefined)[]>> = {
    0: [1, 0, 0, -1, left, top],
    90: [0, 1, 1, 0, left, bottom],
    180: [-1, 0, 0, 1, right, bottom],
    270: [0, -1, -1, 0, right, top],
  };
  const matrix = matrices[degrees];
  if (!matrix) throw new StampError('pdf-damaged');
  return matrix.join(' ');
};

type Box = readonly [left: number, bottom: number, right: number, top: number];
const boxOf = (node: PDFPageLeaf, name: 'MediaBox' | 'CropBox'): Box | null => {
  const value = node.getInheritableAttribute(PDFName.of(name));
  const array = value === undefined ? value : node.context.lookup(value);
  if (!(array instanceof PDFArray) || array.size() !== 4) return null;
  const [a = 0, b = 0, c = 0, d = 0] = [0, 1, 2, 3].map((i) => array.lookup(i, PDFNumber).asNumber());
  return [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)];
};
