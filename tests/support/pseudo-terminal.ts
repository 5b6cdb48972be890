import { spawn } from '@lydell/node-pty';

/** A pseudo-terminal: `path` is what a driver opens, the rest is the device's side of it. */
export interface PseudoTerminal {
  readonly path: string;
  /** Everything the driver wrote while nobody listened. */
  received(): Buffer;
  /** Called with what the driver writes from now on. */
  onBytes(listener: (bytes: Uint8Array) => void): () => void;
  send(bytes: Uint8Array): void;
  /** Pulls the cable: the other side sees the line die. Resolves when it is closed and the process behind it has ended. */
  cut(): Promise<void>;
}

/** A process that names its terminal and sleeps keeps the line alive; its own descriptors never read from it. */
export const pseudoTerminal = async (): Promise<PseudoTerminal> => {
  const terminal = spawn('/bin/sh', ['-c', 'stty raw -echo; tty; exec sleep 86400'], { encoding: null });
  const listeners = new Set<(bytes: Uint8Array) => void>();
  let received = Buffer.alloc(0);
  let path: string | null = null;
  let named: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => (named = resolve));
  const ended = new Promise<void>((resolve) => terminal.onExit(() => resolve()));
  terminal.onData((chunk: string | Buffer) => {
    if (path !== null && listeners.size > 0) {
      for (const listener of [...listeners]) listener(chunk as unknown as Uint8Array);
      return;
    }
    received = Buffer.concat([received, Buffer.from(chunk as Buffer)]);
    if (path !== null) return;
    const end = received.indexOf('\n');
    if (end < 0) return;
    path = received.subarray(0, end).toString('latin1').trim();
    received = received.subarray(end + 1);
    named();
  });
  await ready;
  return {
    path: path ?? '',
    received: () => received,
    onBytes: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    send: (bytes) => terminal.write(Buffer.from(bytes) as unknown as string),
    cut: async () => {
      terminal.kill('SIGKILL');
      // Left to itself it waits 200 ms for whoever still has the other side open. The type does not tell of this.
      (terminal as unknown as { destroy(): void }).destroy();
      await ended;
    },
  };
};
