import { formatDocketCode } from '#controller/domain/docket-code.ts';
import { defaultLabelTemplate } from '#controller/domain/default-label-templates.ts';
import { isLabelStock, LABEL_STOCKS } from '#controller/domain/label-stock.ts';
import { templateProblems } from '#controller/domain/label-template-rules.ts';
import type {
  LabelElement,
  LabelField,
  LabelTemplate,
  TextElement,
} from '#controller/domain/label-template.ts';
import type { PlacedSymbol } from '../barcodes/draw.ts';
import type { ExpectedSymbol } from '../barcodes/read-back.ts';
import { ArtworkError } from '../problem.ts';
import type { Raster, Rect } from '../raster.ts';
import { fitText } from './fit-text.ts';
import { checkLabel } from './label-data.ts';
import type { CheckedLabel, LabelData } from './label-data.ts';
import { expectedOf, placeSymbol } from './label-symbol.ts';
import { paint } from './placed.ts';
import type { Artwork, Placed } from './placed.ts';
import { dotsPerMm, stockOf } from './stock.ts';
import { printable, widthOf } from './text.ts';

type Language = 'zh-CN' | 'en';
/** A label drawn, with the fields that were shortened by their rule. */
export interface LabelArtwork extends Artwork {
  readonly shortened: readonly LabelField[];
  /** What its symbols must read back as: from the data, not from the drawing. */
  readonly expected: readonly ExpectedSymbol[];
}

const templateOf = (stock: string | LabelTemplate): LabelTemplate => {
  if (typeof stock !== 'string') return stock;
  if (isLabelStock(stock)) return defaultLabelTemplate(stock);
  throw new ArtworkError('unsupported', {
    what: 'label stock',
    value: stock,
    expected: LABEL_STOCKS.join(', '),
  });
};

/**
 * A label as its template says; by the name of a stock, as labels on it look before an office changes them. Each text is printed whole at the largest size that fits, shortened with `…` where its
 * rule lets it, or refused; symbols are as large as whole dots a module let them be, their quiet zones kept.
 *
 * Throws ArtworkError (see problem.ts).
 */
export const label = (
  data: LabelData,
  look: string | LabelTemplate,
  dpi: number,
  language: Language = 'zh-CN',
): LabelArtwork => {
  const template = templateOf(look);
  const stock = stockOf(template.stock, dpi);
  const [problem] = templateProblems(template);
  if (stock.heightDots === null || problem)
    throw new ArtworkError('bad-template', {
      why: problem ? `${problem.code} (${problem.value})` : 'a roll',
    });
  const checked = checkLabel(data, language);
  const perMm = dotsPerMm(dpi);
  const symbols: PlacedSymbol[] = [];
  const expected: ExpectedSymbol[] = [];
  const shortened = new Set<LabelField>();
  const placed = template.elements.flatMap((element): readonly Placed[] => {
    const box = inDots(element, perMm);
    switch (element.kind) {
      case 'text': {
        const set = setText(element, checked, box, perMm);
        if (set.shortened) shortened.add(element.field);
        return set.placed;
      }
      case 'mark':
        return checked.mark === null ? [] : placeMark(checked.mark, box, perMm);
      case 'symbol': {
        const symbol = placeSymbol(element, checked, box, perMm);
        const reads = expectedOf(element, checked);
        if (symbol) symbols.push(symbol);
        if (reads) expected.push(reads);
        return [];
      }
      case 'line':
        return [{ kind: 'box', ...box }];
      case 'logo':
        return template.logo ? [placeLogo(template.logo, box)] : [];
    }
  });
  const artwork = paint(stock.widthDots, stock.heightDots, dpi, placed, symbols);
  return { ...artwork, expected, shortened: [...shortened] };
};

/** Edges on the nearest dot each: boxes that touch share none, whatever the resolution. */
const inDots = ({ x, y, width, height }: LabelElement, perMm: number): Rect => {
  const [left, top] = [Math.round(x * perMm), Math.round(y * perMm)];
  return {
    x: left,
    y: top,
    width: Math.max(1, Math.round((x + width) * perMm) - left),
    height: Math.max(1, Math.round((y + height) * perMm) - top),
  };
};

const WORDS: Readonly<Record<LabelField, (label: CheckedLabel, element: TextElement) => string>> = {
  recipient: ({ recipient }) => recipient,
  number: ({ number }) => number,
  title: ({ title }) => title,
  issuer: ({ issuer }) => issuer,
  copy: ({ copy }) => copy,
  docket: ({ docket }) => formatDocketCode(docket),
  urgency: ({ mark }) => mark ?? '',
  words: (_, { words }) => printable('words', words),
};

const setText = (element: TextElement, label: CheckedLabel, box: Rect, perMm: number) => {
  const { field, weight, align, maxLines, overflow } = element;
  const text = WORDS[field](label, element);
  if (text === '') return { placed: [], shortened: false };
  const [size, least] = [Math.round(element.size * perMm), Math.round(element.least * perMm)];
  return fitText(text, { field, size, least, weight, align, maxLines, overflow }, box);
};

/** White on black, as large as the box lets it be: seen across a room. */
const placeMark = (mark: string, box: Rect, perMm: number): Placed[] => {
  const room = box.width - 2 * Math.round(0.8 * perMm);
  const size = Math.floor(Math.min(box.height / 1.25, room / widthOf(mark, 'bold', 1)));
  if (size < Math.round(2 * perMm) * 0.8)
    throw new ArtworkError('overflow', { field: 'urgency', value: mark, characters: mark.length });
  const text: Placed = {
    kind: 'text',
    text: mark,
    weight: 'bold',
    size,
    x: box.x + Math.round((box.width - widthOf(mark, 'bold', size)) / 2),
    y: box.y + Math.round((box.height - size * 1.15) / 2),
    ink: 'white',
  };
  return [{ kind: 'box', ...box }, text];
};

/** As large as fits with its sides in proportion, centred. */
const placeLogo = ({ width, height, bits }: NonNullable<LabelTemplate['logo']>, box: Rect): Placed => {
  const scale = Math.min(box.width / width, box.height / height);
  const [wide, high] = [Math.max(1, Math.floor(width * scale)), Math.max(1, Math.floor(height * scale))];
  const picture: Raster = {
    widthDots: width,
    heightDots: height,
    bytesPerRow: Math.ceil(width / 8),
    bits: new Uint8Array(Buffer.from(bits, 'base64')),
  };
  return {
    kind: 'picture',
    picture,
    x: box.x + Math.floor((box.width - wide) / 2),
    y: box.y + Math.floor((box.height - high) / 2),
    width: wide,
    height: high,
  };
};
