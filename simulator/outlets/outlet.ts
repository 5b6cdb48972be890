/** Where a line leaves the simulator for a real program to attach to. */
export interface Outlet {
  /** Bytes for the host. What nobody listens to is lost, or waits in the kernel, as on real hardware. */
  send(bytes: Uint8Array): void;
  /** The cable is out: whoever is attached sees the line go away. Does nothing when already out. */
  unplug(): Promise<void>;
  plug(): Promise<void>;
  readonly plugged: boolean;
  /** The other end vanishes without a word (`true`), or is back and knows of no connection; TCP only. */
  freeze?(on: boolean): void;
  readonly frozen?: boolean;
  close(): Promise<void>;
}
export type ExposedAt = { readonly path: string } | { readonly host: string; readonly port: number };
