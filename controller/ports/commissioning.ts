import type { Refusal } from '../domain/decider.ts';
import type { DoorSide } from './actuator.ts';

/** What a person is asked next; `working`: bytes are on the line. */
export type CommissioningStep = 'close' | 'permit' | 'which' | 'close-again' | 'working' | 'done';
/** How the lock of one door is wired, as far as it was found out. */
export interface CommissioningRun {
  readonly device: string;
  readonly compartment: string;
  readonly door: DoorSide;
  /** As painted on the door. */
  readonly number: number;
  readonly step: CommissioningStep;
  readonly pulses: number;
  readonly findings: readonly {
    readonly code: string;
    readonly values: Readonly<Record<string, string | number>>;
    /** The line to write at the device in the configuration; null when hands have to mend it. */
    readonly change: string | null;
  }[];
}
export type CommissioningSay =
  | { readonly say: 'closed' }
  | { readonly say: 'open' }
  | { readonly say: 'door'; readonly number: number }
  | { readonly say: 'stop' };
export type CommissioningOutcome =
  { readonly ok: true; readonly run: CommissioningRun } | { readonly ok: false; readonly refusal: Refusal };

/** Commissioning on the running site: a door opens only through its compartment, with a durable intent. */
export interface CommissioningDesk {
  /** Doors whose lock is on this device. */
  doors(
    device: string,
  ): readonly { readonly compartment: string; readonly door: DoorSide; readonly number: number }[];
  now(device: string): CommissioningRun | null;
  /** Refused: `no-such`, `wrong-state` (the compartment is in service, or a run is at work). */
  begin(device: string, compartment: string, door: DoorSide): CommissioningOutcome;
  /** Resolves when the next question stands; refused: `no-such`, `wrong-state` (that was not asked). Never rejects. */
  say(device: string, said: CommissioningSay, person: string): Promise<CommissioningOutcome>;
}
