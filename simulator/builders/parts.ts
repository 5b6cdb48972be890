import type { Cabinet } from '../cabinet.ts';
import type { SimClock } from '../clock.ts';
import type { SimPrinter } from '../devices/printer.ts';
import type { Firmware, Line } from '../line.ts';
import type { Printouts } from '../printouts.ts';
import type { Scanned } from '../wire/scanner.ts';
import type { SimDeviceKind, SpecOf } from '../site.ts';

/** What a builder finds to wire its device to. */
export interface Surroundings {
  readonly clock: SimClock;
  readonly cabinet: Cabinet;
  readonly printouts: Printouts;
  readonly line: Line;
  /** Sends one whole frame to the host. */
  readonly send: (frame: Uint8Array) => void;
}

/** What a device turned out to have, for the verbs that need it. */
export interface Parts {
  readonly board?: SimBoard;
  readonly scanner?: { scan(scanned: Scanned): void };
  readonly reader?: { hold(uid: string, holdMs: number): void };
  readonly printer?: SimPrinter;
}
export interface SimBoard extends Firmware {
  /** Something in the cabinet moved: the board may have a change to report unasked. */
  inputsMayHaveChanged(): void;
  setPushes(variant: 'off' | '81' | '82'): void;
  powerCycle(): void;
}
export type Builder<K extends SimDeviceKind> = (spec: SpecOf<K>, around: Surroundings) => Parts;
/** One builder a kind; `null`: known to the site, played by something else. */
export type Builders<K extends SimDeviceKind> = { readonly [Kind in K]: Builder<Kind> | null };
