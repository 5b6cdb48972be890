/** What a lamp at a compartment tells. */
export type LampKind = 'documents' | 'urgent' | 'error';
/** Which of its lamps are to be lit. */
export type Lights = Readonly<Record<LampKind, boolean>>;

/** Lamps at compartments: comfort, never a fact and never in the way of a lock. */
export interface Lamps {
  /** Compartments that have a lamp. */
  readonly compartments: readonly string[];
  /** Shows this from now on, as soon as nothing more important is on the line. Returns at once, never throws. */
  show(compartment: string, lights: Lights): void;
}
