import type {
  LabelElementView,
  LabelStockName,
  LabelTemplateBody,
  LabelTextElement,
} from '#controller/api/contract/label-templates.ts';

/** The stocks, narrow before broad. */
export const STOCKS: readonly LabelStockName[] = ['60x25', '60x40', '90x30', '80x130'];
export type Place = Pick<LabelElementView, 'x' | 'y' | 'width' | 'height'>;
/** Smallest side of an element, mm. */
const LEAST = 0.3;

/** Sides of the label, mm. */
export const sidesOf = (stock: LabelStockName): { readonly width: number; readonly height: number } => {
  const [width = 0, height = 0] = stock.split('x').map(Number);
  return { width, height };
};
/** Tenths of a millimetre: finer is nothing a hand can place. */
const tenths = (mm: number): number => Math.round(mm * 10) / 10;
const within = (mm: number, least: number, most: number): number =>
  tenths(Math.min(Math.max(mm, least), Math.max(most, least)));

/** The element at another place, mm; it stays on the label. */
export const movedTo = (place: Place, x: number, y: number, stock: LabelStockName): Place => {
  const sides = sidesOf(stock);
  const { width, height } = place;
  return { width, height, x: within(x, 0, sides.width - width), y: within(y, 0, sides.height - height) };
};
/** The element with other sides, mm; it stays on the label. */
export const sizedTo = (place: Place, width: number, height: number, stock: LabelStockName): Place => {
  const sides = sidesOf(stock);
  const { x, y } = place;
  return {
    ...{ x, y, width: within(width, LEAST, sides.width - x) },
    height: within(height, LEAST, sides.height - y),
  };
};

const apart = (a: Place, b: Place): boolean =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

/** Top left of the first free place so large, searched line by line; the corner where there is none. */
export const freePlace = (template: LabelTemplateBody, width: number, height: number): Place => {
  const sides = sidesOf(template.stock);
  for (let y = 1; y + height <= sides.height; y += 0.5)
    for (let x = 1; x + width <= sides.width; x += 0.5) {
      const place = { x, y, width, height };
      if (template.elements.every((other) => apart(place, other))) return place;
    }
  return { x: 0, y: 0, width, height };
};

export type NewKind = LabelElementView['kind'];
const SIDES: Readonly<Record<NewKind, readonly [width: number, height: number]>> = {
  text: [20, 4],
  symbol: [18, 18],
  mark: [12, 4],
  line: [20, 0.3],
  logo: [12, 8],
};
/** What a text may show, the words of the template itself last. */
export const FIELDS: readonly LabelTextElement['field'][] = [
  ...(['recipient', 'number', 'title', 'issuer', 'copy', 'docket', 'urgency', 'words'] as const),
];
/** Members that a text has when it shows this field: whom a piece is for is never shortened. */
export const forField = (field: LabelTextElement['field']): Pick<LabelTextElement, 'field' | 'overflow'> => ({
  field,
  overflow: field === 'title' || field === 'issuer' ? 'shorten' : 'refuse',
});
/** A new element where there is room for it, for something the label does not have yet. */
export function newElement(kind: NewKind, template: LabelTemplateBody): LabelElementView {
  const place = freePlace(template, ...SIDES[kind]);
  if (kind === 'text') {
    const shown = template.elements.map((one) => (one.kind === 'text' ? one.field : null));
    return {
      ...{ kind, ...place, ...forField(FIELDS.find((one) => !shown.includes(one)) ?? 'words'), words: '' },
      ...{ size: 3, least: 2.2, weight: 'medium', align: 'left', maxLines: 1 },
    };
  }
  if (kind !== 'symbol') return { kind, ...place };
  const used = template.elements.map((one) => (one.kind === 'symbol' ? one.symbology : null));
  const free = (['QRCode', 'DataMatrix', 'Code128', 'PDF417'] as const).find((one) => !used.includes(one));
  return { kind, ...place, symbology: free ?? 'QRCode', content: 'docket' };
}
