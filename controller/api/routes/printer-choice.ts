import type { SiteConfig } from '../../config-schema.ts';
import { printersFor, type Artwork } from '../../config-stock.ts';
import { ProblemError } from '../http/problem.ts';

const NAMED = { label: 'labelPrinter', receipt: 'receiptPrinter', sheet: 'sheetPrinter' } as const;

/**
 * The printer that prints this: the wanted one; else the one that `station` names; else the first that any station
 * names; else the first of the configuration that can. Throws `no-printer` when there is none, or the wanted one
 * holds other stock.
 */
export const printerFor = (
  config: SiteConfig,
  artwork: Exclude<Artwork, 'test'>,
  wanted: string | null,
  station: string | null = null,
): string => {
  const stations = config.cabinets.flatMap((cabinet) => cabinet.stations);
  const able = printersFor(artwork, config).map((device) => device.id);
  const named = [...stations.filter(({ id }) => id === station), ...stations].map(
    (one) => one[NAMED[artwork]],
  );
  const known = [...new Set([...named.filter((id) => id !== null && able.includes(id)), ...able])];
  const printer = wanted === null ? known[0] : known.find((id) => id === wanted);
  if (typeof printer !== 'string')
    throw new ProblemError(422, 'no-printer', {
      values: { printer: wanted ?? '', known: known.join(', ') || '—', artwork },
    });
  return printer;
};
