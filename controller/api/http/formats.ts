import { ProblemError } from './problem.ts';

/** Forms in which a list can be had, by the name in `?format=`. */
export const FORMATS = {
  json: 'application/json',
  pdf: 'application/pdf',
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
export type Format = keyof typeof FORMATS;
/** Media types of the files among them, for the OpenAPI document. */
export const FILE_TYPES: readonly string[] = [FORMATS.pdf, FORMATS.csv, FORMATS.xlsx];

/**
 * `?format=` wins; else the best of what Accept takes (RFC 9110, 12.5.1), JSON first among equals. Throws
 * `not-acceptable` when it takes none of them.
 */
export const formatOf = (asked: Format | undefined, accept: string): Format => {
  if (asked !== undefined) return asked;
  if (accept.trim() === '') return 'json';
  const ranges = accept.slice(0, 1000).split(',').map(rangeOf);
  let best: { readonly format: Format; readonly weight: number } | null = null;
  for (const [format, type] of Object.entries(FORMATS) as [Format, string][]) {
    // The most specific range that fits says how welcome it is.
    const fitting = ranges.filter(({ range }) => fits(range, type));
    const weight = fitting.sort((a, b) => b.range.length - a.range.length)[0]?.weight ?? 0;
    if (weight > (best?.weight ?? 0)) best = { format, weight };
  }
  if (best === null)
    throw new ProblemError(406, 'not-acceptable', { values: { formats: Object.keys(FORMATS).join(', ') } });
  return best.format;
};

const rangeOf = (part: string): { readonly range: string; readonly weight: number } => {
  const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
  const q = parameters.map((each) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(each)?.[1]).find(Boolean);
  return { range: range.trim(), weight: q === undefined ? 1 : Number(q) };
};
const fits = (range: string, type: string): boolean =>
  range === '*/*' || range === type || (range.endsWith('/*') && type.startsWith(range.slice(0, -1)));
