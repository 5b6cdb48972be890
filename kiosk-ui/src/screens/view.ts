import type {
  CompartmentView,
  ScreenView,
  StationCommand,
  StationSnapshot,
} from '#controller/api/contract/station.ts';

/** What every screen gets: its own view, the whole snapshot, and the two things it may do with the station. */
export interface ScreenProps<Name extends ScreenView['name']> {
  readonly view: Extract<ScreenView, { name: Name }>;
  readonly snapshot: StationSnapshot;
  readonly send: (command: StationCommand) => Promise<boolean>;
  /** Whole seconds left until a UTC instant. */
  readonly secondsTo: (iso: string) => number;
}

/** Age of a piece in its box, as [key, count]. */
export function age(since: string, now: string): ['now' | 'minutes' | 'hours' | 'days', number] {
  const minutes = Math.max(0, Math.floor((Date.parse(now) - Date.parse(since)) / 60_000));
  if (minutes < 1) return ['now', 0];
  if (minutes < 60) return ['minutes', minutes];
  if (minutes < 48 * 60) return ['hours', Math.floor(minutes / 60)];
  return ['days', Math.floor(minutes / (24 * 60))];
}

/** Name of the cabinet a compartment is in, as people call it; its id when the station does not draw its cabinets. */
export const cabinetOf = (compartment: CompartmentView, cabinets: StationSnapshot['cabinets']): string =>
  cabinets?.find(({ doors }) => doors.some(({ id }) => id === compartment.id))?.name ?? compartment.cabinet;
