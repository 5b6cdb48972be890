import type { LockBoardConfig } from '../config-schema.ts';
import type { Commissioning, Inputs } from './commissioning.ts';

/** What the configuration says of the terminal that is looked at. */
export interface Wiring {
  readonly device: string;
  readonly terminal: number;
  readonly feedback: LockBoardConfig['feedback'];
  readonly echo: boolean;
  readonly map: LockBoardConfig['map'];
  readonly disabled: readonly number[];
  /** Doors of this board: number painted on them, channel in the configuration, terminal it leads to. */
  readonly doors: readonly { readonly number: number; readonly channel: number; readonly terminal: number }[];
  /** Terminals nothing hangs on. */
  readonly free: readonly number[];
}
export type FindingCode =
  | 'in-order'
  | 'polarity'
  | 'echo'
  | 'no-echo'
  /** Nothing opened, nothing moved: the output, its wires, or the bolt. */
  | 'dead-output'
  /** The switch moved, no door came open. */
  | 'stuck-door'
  /** Another door than the one the configuration has there came open. */
  | 'other-door'
  /** A door came open that no door of this board is. */
  | 'unknown-door'
  /** The lock of a door hangs on one terminal, its switch on another. */
  | 'crossed'
  /** The door came open and no input changed. */
  | 'dead-switch'
  | 'several-inputs'
  | 'not-back'
  /** Without a pulse: the closed door reads open. */
  | 'reads-open'
  | 'stopped'
  | 'failed';
export interface CommissioningFinding {
  readonly code: FindingCode;
  readonly values: Readonly<Record<string, string | number>>;
  /** The one setting of the board to change; null when hands have to. */
  readonly change: Change | null;
}
export interface Change {
  readonly setting: 'feedback' | 'echo' | 'map' | 'disabled';
  readonly value: string | boolean | Readonly<Record<string, number>> | readonly number[];
}

const changed = (before: Inputs, after: Inputs): number[] =>
  before.flatMap((input, at) => (input === after[at] ? [] : [at + 1]));

/** What one closing, opening and closing has shown. `again`: inputs after closing, null when nothing had opened. Pure. */
export const conclude = (run: Commissioning, again: Inputs | null): CommissioningFinding[] => {
  const { closed, opened, door, wiring } = run;
  if (!closed || !opened || door === null) return [];
  const moved = changed(closed, opened);
  if (door === 0) return [nothingOpened(wiring, moved)];
  const known = wiring.doors.find(({ number }) => number === door);
  if (!known) return [of('unknown-door', { door, terminal: wiring.terminal })];
  const findings = [...place(wiring, known, moved), ...polarity(wiring, closed, moved)];
  const stuck = again ? moved.filter((input) => again[input - 1] !== closed[input - 1]) : [];
  if (stuck.length > 0) findings.push(of('not-back', { inputs: stuck.join(', '), door }));
  return findings.length > 0 ? findings : [of('in-order', { door, terminal: wiring.terminal })];
};

/** The board would not be asked to open because the closed door reads open: what that says. Pure. */
export const openAlready = ({ closed, wiring }: Commissioning): CommissioningFinding[] => {
  const input = closed?.[wiring.terminal - 1];
  if (input === undefined || input === (wiring.feedback === 'closed_when_set')) return [];
  return [of('reads-open', { terminal: wiring.terminal }, feedbackOf(input))];
};

const of = (
  code: FindingCode,
  values: CommissioningFinding['values'],
  change: Change | null = null,
): CommissioningFinding => ({ code, values, change });

/** A switch that is set while the door is closed is wired "closed when set". */
const feedbackOf = (setWhenClosed: boolean): Change => ({
  setting: 'feedback',
  value: setWhenClosed ? 'closed_when_set' : 'open_when_set',
});
const polarity = (wiring: Wiring, closed: Inputs, moved: readonly number[]): CommissioningFinding[] => {
  const [input] = moved;
  if (input === undefined || moved.length > 1) return [];
  const change = feedbackOf(closed[input - 1] === true);
  return change.value === wiring.feedback
    ? []
    : [of('polarity', { input, found: String(change.value) }, change)];
};

const nothingOpened = (wiring: Wiring, moved: readonly number[]): CommissioningFinding => {
  const { terminal, free } = wiring;
  if (moved.length > 0) return of('stuck-door', { terminal, inputs: moved.join(', ') });
  const channel = channelAt(wiring, terminal);
  const [spare] = free;
  if (channel === undefined || spare === undefined) return of('dead-output', { terminal, spare: '–' });
  return of(
    'dead-output',
    { terminal, spare },
    { setting: 'map', value: { ...wiring.map, [channel]: spare } },
  );
};
const channelAt = ({ doors }: Wiring, terminal: number): number | undefined =>
  doors.find((door) => door.terminal === terminal)?.channel;

/** Whether the door that came open is the one the configuration has on this terminal, coil and switch. */
const place = (
  wiring: Wiring,
  { number: door, channel, terminal: expected }: Wiring['doors'][number],
  moved: readonly number[],
): CommissioningFinding[] => {
  const { terminal, map } = wiring;
  if (moved.length === 0) return [of('dead-switch', { door, input: terminal })];
  if (moved.length > 1) return [of('several-inputs', { inputs: moved.join(', ') })];
  const [input = 0] = moved;
  if (input !== terminal) return [of('crossed', { door, terminal, input })];
  if (expected === terminal) return [];
  const rest = Object.entries(map).filter(([at]) => Number(at) !== channel);
  const value = { ...Object.fromEntries(rest), ...(channel === terminal ? {} : { [channel]: terminal }) };
  return [of('other-door', { door, terminal, expected }, { setting: 'map', value })];
};
