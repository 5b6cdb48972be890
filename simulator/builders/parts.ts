import type { SimClock } from '../clock.ts';
import type { Coils } from '../devices/coils.ts';
import type { SimPrinter } from '../devices/printer.ts';
import type { IppPrinter } from '../ipp/printer.ts';
import type { Firmware, Line } from '../line.ts';
import type { Printouts } from '../printouts.ts';
import type { SimDeviceKind, SpecOf } from '../site.ts';
import type { LockBoard } from '../wire/lock-board.ts';
import type { ModbusUnit } from '../wire/modbus.ts';
import type { Scanned } from '../wire/scanner.ts';
import type { Wiring } from '../wiring.ts';

/** What a builder finds to wire its device to. */
export interface Surroundings {
  readonly clock: SimClock;
  readonly wiring: Wiring;
  readonly coils: Coils;
  readonly printouts: Printouts;
  readonly line: Line;
  /** Sends one whole frame to the host; `unasked`: it is no answer. */
  readonly send: (frame: Uint8Array, unasked?: boolean) => void;
}

/** A device that answers requests under an address. */
export type Unit = LockBoard | ModbusUnit;

/** What a device turned out to have, for the verbs that need it. */
export interface Parts {
  readonly board?: Unit;
  /** Another board like this one, at the same address, whose doors are all closed. */
  readonly twin?: (send: Surroundings['send']) => Firmware;
  readonly scanner?: SimScanner;
  readonly reader?: { hold(card: string, holdMs: number): void };
  readonly printer?: SimPrinter;
  /** A server with a port of its own, not to be led to one. */
  readonly ipp?: IppPrinter;
}
export interface SimScanner {
  scan(scanned: Scanned): void;
  /** Whether its light is on, where it is switched by command. */
  state?(): { readonly lit: boolean };
}

export type Builder<K extends SimDeviceKind> = (spec: SpecOf<K>, around: Surroundings) => Parts;
/** One builder a kind; `null`: known to the site, played by something else. */
export type Builders<K extends SimDeviceKind> = { readonly [Kind in K]: Builder<Kind> | null };
