import { z } from 'zod';

/** What a technician says of the lock that is being looked at. */
const id = z.string().trim().min(1).max(64);
export const beginCommissioning = z.strictObject({ compartment: id, door: z.enum(['front', 'rear']) });
export const commissioningSay = z.discriminatedUnion('say', [
  /** The door is closed now. */
  z.strictObject({ say: z.literal('closed') }),
  /** One pulse may be sent. */
  z.strictObject({ say: z.literal('open') }),
  /** Number on the door that came open; 0: none did. */
  z.strictObject({ say: z.literal('door'), number: z.int().min(0).max(999) }),
  z.strictObject({ say: z.literal('stop') }),
]);
export type CommissioningSay = z.output<typeof commissioningSay>;

export interface CommissioningRunView {
  readonly device: string;
  readonly compartment: string;
  readonly door: 'front' | 'rear';
  readonly number: number;
  /** What is asked next; `working`: bytes are on the line. */
  readonly step: 'close' | 'permit' | 'which' | 'close-again' | 'working' | 'done';
  readonly pulses: number;
  readonly findings: readonly {
    readonly code: string;
    readonly values: Readonly<Record<string, string | number>>;
    /** The line to write at the device in the configuration; null when hands have to mend it. */
    readonly change: string | null;
  }[];
}
export interface CommissioningView {
  /** Doors whose lock is on this device. */
  readonly doors: readonly {
    readonly compartment: string;
    readonly door: 'front' | 'rear';
    readonly number: number;
  }[];
  readonly run: CommissioningRunView | null;
}
