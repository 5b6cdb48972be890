import type { PayloadOf } from '../domain/events.ts';
import type { Desk } from '../ports/desk.ts';
import type { By } from './by.ts';
import { keyedHash } from './keyed-hash.ts';

/** Place of everything that does not happen at a station. */
export const OFFICE = 'office';

interface Deps {
  readonly desk: Desk;
  readonly siteKey: Uint8Array;
}
type Way = PayloadOf<'ClassifiedRefused'>['way'];

/**
 * Records that something marked secret was refused, and nothing of it: way, place, person, and a keyed hash by which
 * a repetition is recognised. `payload` is forgotten by the caller after this.
 */
export const refuseClassified = (
  deps: Deps,
  way: Way,
  payload: string | Uint8Array,
  by: By,
  person: string | null = null,
): void => refuseAllClassified(deps, way, [payload], by, person);

/** The same for several papers at once, in one append; none is fine. */
export const refuseAllClassified = (
  { desk, siteKey }: Deps,
  way: Way,
  payloads: readonly (string | Uint8Array)[],
  by: By,
  person: string | null = null,
): void => {
  if (payloads.length === 0) return;
  const events = payloads.map((payload) => {
    const hash = keyedHash(siteKey, 'classified', payload).toString('hex');
    return { type: 'ClassifiedRefused' as const, payload: { way, person, hash } };
  });
  desk.append([{ stream: `station:${by.station ?? OFFICE}`, events }], by);
};
