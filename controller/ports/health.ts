/** Something wrong with a device: what is seen and what to do, for a technician, and the same as a code for pages. */
export interface Fault {
  /** Stays the same for ever; kiosk-ui/src/text/faults has its words. */
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
  readonly what: string;
  /** Empty where `what` says it already. */
  readonly fix: string;
}
/** Health of a device as pages show it. */
export interface DeviceHealth {
  readonly id: string;
  readonly kind: string;
  readonly link: string;
  readonly state: 'starting' | 'online' | 'offline';
  /** One sentence for a technician: what is wrong and what to do; null when nothing is. */
  readonly problem: string | null;
  /** The same, one by one, by code; empty when nothing is. */
  readonly faults: readonly Pick<Fault, 'code' | 'values'>[];
  readonly since: string;
  /** Discarded bytes, misses, reconnects …: counters since start. */
  readonly counters: Readonly<Record<string, number>>;
}
