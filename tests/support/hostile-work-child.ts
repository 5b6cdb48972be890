// A thread whose work does what hostile files do to whoever reads them.
import { answerOrders } from '#controller/adapters/threads/answer-orders.ts';

export type HostileWork = 'loop' | 'objects' | 'wasm' | 'throw' | 'leave' | 'answer';
export interface HostileOrder {
  readonly do: HostileWork;
  /** Becomes 1 when the work begins. */
  readonly begun: Int32Array;
}

const work: Readonly<Record<HostileWork, () => unknown>> = {
  loop: () => {
    for (;;);
  },
  objects: () => {
    const kept: object[] = [];
    for (;;) kept.push({ one: kept.length });
  },
  wasm: () => {
    try {
      return new WebAssembly.Memory({ initial: 1 }).grow(16_384);
    } catch {
      return 'the file is damaged';
    }
  },
  throw: () => {
    throw new Error('never thought of');
  },
  leave: () => process.exit(0),
  answer: () => 'here it is',
};

await answerOrders((order: HostileOrder) => {
  Atomics.store(order.begun, 0, 1);
  Atomics.notify(order.begun, 0);
  return work[order.do]();
});
