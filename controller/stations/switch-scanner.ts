import type { StationSnapshot } from '../api/contract/station.ts';
import type { Scanner } from '../ports/scanner.ts';
import type { Station } from './stations.ts';

/** Whether a scan would be taken now: by whoever is signed in, or as a badge that signs somebody in. */
const wantsScans = ({ person, signIn }: Pick<StationSnapshot, 'person' | 'signIn'>): boolean =>
  person !== null || signIn.includes('badge');

/** Keeps a scanner that can be switched reading while its station wants scans; the returned function switches it off. */
export const switchScanner = (
  station: Pick<Station, 'snapshot' | 'onSnapshot'>,
  scanner: Pick<Scanner, 'trigger'>,
): (() => void) => {
  if (!scanner.trigger) return () => undefined;
  const tell = (snapshot: StationSnapshot): void => scanner.trigger?.(wantsScans(snapshot));
  tell(station.snapshot());
  const off = station.onSnapshot(tell);
  return () => {
    off();
    scanner.trigger?.(false);
  };
};
