import type { PayloadOf } from '../domain/events.ts';
import type { Desk } from '../ports/desk.ts';
import type { By } from './by.ts';
import { keyedHash } from './keyed-hash.ts';

/** Place of everything that does not happen at a station. */
export const OFFICE = 'office';

/**
 * Records that something marked secret was refused, and nothing of it: way, place, person, and a keyed hash by which
 * a repetition is recognised. `payload` is forgotten by the caller after this.
 */
export const refuseClassified = (
  { desk, siteKey }: { readonly desk: Desk; readonly siteKey: Uint8Array },
  way: PayloadOf<'ClassifiedRefused'>['way'],
  payload: string | Uint8Array,
  by: By,
  person: string | null = null,
): void => {
  const hash = keyedHash(siteKey, 'classified', payload).toString('hex');
  desk.append(
    [
      {
        stream: `station:${by.station ?? OFFICE}`,
        events: [{ type: 'ClassifiedRefused', payload: { way, person, hash } }],
      },
    ],
    by,
  );
};
