import { fileReader, type FileReader, type ReadAnswer, type ReadOrder } from '../../commands/file-reading.ts';
import type { Fault } from '../../commands/packages/fault.ts';
import type { Clock } from '../../ports/clock.ts';
import { orderThread, ThreadError, type ThreadSpec } from './order-thread.ts';

/** Of one file. The largest that is taken needs about a tenth of the time and half of the memory. */
const LIMITS = { memoryMb: 384, limitMs: 30_000, mostWaiting: 4 };

/** Reads lists and packages in a thread of their own; a file that goes beyond the limits is a fault of that file. */
export const fileThread = (
  clock: Clock,
  limits: Partial<ThreadSpec> = {},
): FileReader & { stop(): Promise<void> } => {
  const module = new URL('./file-worker.ts', import.meta.url);
  const spec = { module, name: 'files', ...LIMITS, ...limits };
  const thread = orderThread<ReadOrder, ReadAnswer>(spec, clock);
  const read = async (order: ReadOrder): Promise<ReadAnswer> => {
    try {
      return await thread.ask(order);
    } catch (error) {
      if (!(error instanceof ThreadError) || error.trouble === 'stopped') throw error;
      return { ok: false, fault: FAULTS[error.trouble](spec) };
    }
  };
  return { ...fileReader(read), stop: () => thread.stop() };
};

const FAULTS: Readonly<Record<Exclude<ThreadError['trouble'], 'stopped'>, (spec: ThreadSpec) => Fault>> = {
  slow: ({ limitMs }) => ({ code: 'too-slow', place: '', value: `${limitMs / 1000} s` }),
  heavy: ({ memoryMb }) => ({ code: 'too-heavy', place: '', value: `${memoryMb} MB` }),
  died: () => ({ code: 'not-read', place: '', value: '' }),
  busy: () => ({ code: 'readers-busy', place: '', value: '' }),
};
