import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for something real (a socket, a process) to become true; the message says what did not. */
export const until = async (what: string, holds: () => boolean, timeoutMs = 5000): Promise<void> => {
  const limit = performance.now() + timeoutMs;
  while (!holds()) {
    if (performance.now() > limit) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await sleep(2);
  }
};
