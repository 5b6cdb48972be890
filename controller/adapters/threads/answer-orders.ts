import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { Said } from './order-thread.ts';

/** WebAssembly of 64 KiB pages: the limits of a thread's objects do not count it. */
const PAGE = 64 * 1024;

/** Growing beyond `mb` fails as if the machine had no more; true once that happened. */
const limitWasm = (mb: number): (() => boolean) => {
  const { prototype } = WebAssembly.Memory;
  const { grow } = prototype;
  let refused = false;
  prototype.grow = function (this: WebAssembly.Memory, pages: number) {
    if (this.buffer.byteLength + pages * PAGE > mb * 1024 * 1024) {
      refused = true;
      throw new RangeError(`more than ${mb} MB of WebAssembly memory`);
    }
    return grow.call(this, pages);
  };
  return () => refused;
};

/** The thread's side of an `orderThread`: answers the one order it was begun with, at a low priority. */
export const answerOrders = async <Order, Told>(
  answer: (order: Order) => Told | Promise<Told>,
): Promise<void> => {
  // Elsewhere a thread has no priority of its own: the whole controller would be put back.
  if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const { order, memoryMb } = workerData as { readonly order: Order; readonly memoryMb: number };
  const starved = limitWasm(memoryMb);
  const say = (said: Said<Told>): void => parentPort?.postMessage(said);
  try {
    const told = await answer(order);
    // Whoever is refused memory may take the file for a damaged one.
    say(starved() ? { refused: 'memory' } : { told });
  } catch (error) {
    if (!starved()) throw error;
    say({ refused: 'memory' });
  }
};
