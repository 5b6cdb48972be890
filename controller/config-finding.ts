import type { JsonPath } from './config-json.ts';
import type { DeviceConfig } from './config-schema.ts';

/** What a schema cannot say: `value` is shown as found. */
export interface Finding {
  readonly path: JsonPath;
  readonly value: unknown;
  readonly fix: string;
}

/** Reports every item whose key an earlier one has. */
export const duplicates = <T>(
  items: readonly T[],
  keyOf: (item: T) => string | number,
  finding: (item: T, first: T) => Finding,
): Finding[] => {
  const seen = new Map<string | number, T>();
  return items.flatMap((item) => {
    const first = seen.get(keyOf(item));
    if (first !== undefined) return [finding(item, first)];
    seen.set(keyOf(item), item);
    return [];
  });
};
/** What to write in place of a device's id that does not exist. */
export const unknownDevice = (devices: readonly DeviceConfig[], family: string): string => {
  const known = devices.filter((d) => d.kind.startsWith(`${family}/`)).map((d) => d.id);
  return `there is no such device; ${known.length > 0 ? `use ${known.join(' or ')}` : `add a ${family} to devices`}`;
};
