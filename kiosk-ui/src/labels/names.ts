import type { LabelElementView } from '#controller/api/contract/label-templates.ts';

/** Key of what an element is called: a text by what it shows, a symbol by its kind. */
export const nameOf = (element: LabelElementView): string => {
  if (element.kind === 'text') return `name.${element.field}`;
  return `name.${element.kind === 'symbol' ? element.symbology : element.kind}`;
};
