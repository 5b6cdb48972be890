import { sizeOfStock } from './label-stock.ts';
import type { LabelElement, LabelField, LabelTemplate } from './label-template.ts';

export type TemplateProblemCode =
  | 'off-stock'
  | 'overlaps'
  | 'not-shortened'
  | 'least-above-size'
  | 'too-low'
  | 'words-missing'
  | 'symbol-twice'
  | 'record-symbology'
  | 'no-docket-symbol'
  | 'logo-missing'
  | 'logo-broken';
/** Something a template may not be: which element (its place in the list; null for the whole), and what it has. */
export interface TemplateProblem {
  readonly code: TemplateProblemCode;
  readonly element: number | null;
  /** Member of the element, `width`, or of the template, `logo`. */
  readonly member: string;
  /** What it says there; for `overlaps` the number of the other element, counted from 1. */
  readonly value: string;
}

/** Whom a piece is for and what it is called are printed whole or not at all: cut off, they name something else. */
const MAY_BE_SHORTENED: ReadonlySet<LabelField> = new Set(['title', 'issuer']);
/** A line of text is so much higher than its em. */
const LINE_HEIGHT = 1.2;
/** Sums of tenths do not come out even. */
const EPSILON = 1e-6;

/** Everything that keeps a template from being used, in the order of its elements; pure. */
export const templateProblems = (template: LabelTemplate): TemplateProblem[] => {
  const problems: TemplateProblem[] = [];
  const add = (code: TemplateProblemCode, element: number | null, member: string, value: unknown): void => {
    problems.push({ code, element, member, value: String(value) });
  };
  const stock = sizeOfStock(template.stock);
  const seen = new Set<string>();
  template.elements.forEach((element, i) => {
    if (element.x + element.width > stock.width + EPSILON) add('off-stock', i, 'width', element.width);
    if (element.y + element.height > stock.height + EPSILON) add('off-stock', i, 'height', element.height);
    const under = template.elements.findIndex((other, k) => k < i && overlap(element, other));
    if (under >= 0) add('overlaps', i, 'x', under + 1);
    for (const [code, member, value] of ofElement(element, template, seen)) add(code, i, member, value);
  });
  if (!template.elements.some((one) => one.kind === 'symbol' && one.content === 'docket'))
    add('no-docket-symbol', null, 'elements', template.elements.length);
  const { logo } = template;
  if (logo && !isWholePicture(logo)) add('logo-broken', null, 'logo', `${logo.width} × ${logo.height}`);
  return problems;
};

/** Nothing is printed over anything else; a symbol's box holds its quiet zone too. */
const overlap = (a: LabelElement, b: LabelElement): boolean =>
  a.x + EPSILON < b.x + b.width &&
  b.x + EPSILON < a.x + a.width &&
  a.y + EPSILON < b.y + b.height &&
  b.y + EPSILON < a.y + a.height;

type Found = readonly [code: TemplateProblemCode, member: string, value: unknown];

const ofElement = (element: LabelElement, { logo }: LabelTemplate, seen: Set<string>): Found[] => {
  switch (element.kind) {
    case 'text':
      return ofText(element);
    case 'symbol': {
      const found: Found[] = [];
      // Two of a kind cannot be told apart when they are read back.
      if (seen.has(element.symbology)) found.push(['symbol-twice', 'symbology', element.symbology]);
      seen.add(element.symbology);
      if (element.content === 'record' && element.symbology !== 'PDF417')
        found.push(['record-symbology', 'symbology', element.symbology]);
      return found;
    }
    case 'logo':
      return logo === null ? [['logo-missing', 'kind', 'logo']] : [];
    default:
      return [];
  }
};

const ofText = (element: Extract<LabelElement, { kind: 'text' }>): Found[] => {
  const { field, words, size, least, height, overflow } = element;
  const found: Found[] = [];
  if (overflow === 'shorten' && !MAY_BE_SHORTENED.has(field))
    found.push(['not-shortened', 'overflow', field]);
  if (least > size) found.push(['least-above-size', 'least', least]);
  if (height < least * LINE_HEIGHT - EPSILON) found.push(['too-low', 'height', height]);
  if (field === 'words' && words.trim() === '') found.push(['words-missing', 'words', words]);
  return found;
};

const isWholePicture = ({ width, height, bits }: NonNullable<LabelTemplate['logo']>): boolean =>
  /^[A-Za-z0-9+/]*={0,2}$/.test(bits) && bits.length === 4 * Math.ceil((Math.ceil(width / 8) * height) / 3);
