import type { PayloadOf } from '../domain/events.ts';
import type { DoorState } from './read-models.ts';

export type DoorSide = 'front' | 'rear';

/** One permitted open. Its `OpenRequested` is durable before `pulse` is called. */
export interface OpenOrder {
  readonly compartment: string;
  readonly door: DoorSide;
  readonly intent: string;
  readonly attempt: number;
  readonly device: string;
  /** 1-based, as printed on the board. */
  readonly channel: number;
}
/** A debounced change of a door, already in the ledger. */
export interface DoorSeen {
  readonly compartment: string;
  readonly door: DoorSide;
  readonly seen: DoorState;
  /** The intent that explains it; null when none does. */
  readonly intent: string | null;
  /** Open without anybody's permission (`DoorForced` is in the ledger). */
  readonly forced: boolean;
}
export interface BinSeen {
  readonly compartment: string;
  readonly seen: 'occupied' | 'empty';
}
/** What became of one attempt, already in the ledger. */
export interface OpenOutcome {
  readonly compartment: string;
  readonly door: DoorSide;
  readonly intent: string;
  readonly attempt: number;
  readonly outcome: 'acknowledged' | 'unanswered' | 'failed';
  readonly why: PayloadOf<'OpenUnanswered'>['why'] | PayloadOf<'OpenFailed'>['why'] | null;
}

/**
 * The shell around lock boards as stations see it. It records every outcome, door and bin change in the ledger
 * through the compartment decider first and calls the listeners afterwards, synchronously, in ledger order.
 */
export interface Actuator {
  /**
   * Sends exactly one open frame for this attempt, or none; never repeats it. Returns at once; the outcome comes
   * through `onOutcome`. Never throws: an unknown device is an outcome (`failed`, `not-sent`).
   */
  pulse(order: OpenOrder): void;
  /** Compartments to be read as fast as the bus allows from now on (replaces the earlier list; `[]`: back to normal). */
  urgent(compartments: readonly string[]): void;
  /** What the door's sensor says now; `unknown` until its board has been read, and while it does not answer. */
  door(compartment: string, door: DoorSide): DoorState;
  /** Whether the device answers its probe. */
  online(device: string): boolean;
  /** Whether the sensor of what lies in the compartment can be relied on now: it is there, read, and does not flutter. */
  sensesBin(compartment: string): boolean;
  /** The sensor at the height where the bin is full says so, steadily; false without one and while nobody knows. */
  isFull(compartment: string): boolean;
  /** Each listener gets every change after it was added; the returned function removes it. */
  onDoor(listener: (seen: DoorSeen) => void): () => void;
  onBin(listener: (seen: BinSeen) => void): () => void;
  onOutcome(listener: (outcome: OpenOutcome) => void): () => void;
}
