import { setTimeout as sleep } from 'node:timers/promises';

/** How long something may take on a machine that others use too, ms; far beyond what it does take. */
export const PATIENT = 60_000;

/** Waits for something real (a socket, a process) to become true; the message says what did not. */
export const until = async (what: string, holds: () => boolean, timeoutMs = PATIENT): Promise<void> => {
  const limit = performance.now() + timeoutMs;
  while (!holds()) {
    if (performance.now() > limit) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await sleep(2);
  }
};
