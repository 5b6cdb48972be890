/** Health of a device as pages show it. */
export interface DeviceHealth {
  readonly id: string;
  readonly kind: string;
  readonly link: string;
  readonly state: 'starting' | 'online' | 'offline';
  /** One sentence for a technician: what is wrong and what to do; null when nothing is. */
  readonly problem: string | null;
  readonly since: string;
  /** Discarded bytes, misses, reconnects …: counters since start. */
  readonly counters: Readonly<Record<string, number>>;
}
