import type { Clock } from '../../ports/clock.ts';
import type { SheetRefusal, Stamp, StampWork, Stamped } from '../../ports/sheet-maker.ts';
import { orderThread, ThreadError, type ThreadSpec } from './order-thread.ts';

/** Of one PDF. A thousand pages with pictures take a few seconds. */
const LIMITS = { memoryMb: 512, limitMs: 60_000, mostWaiting: 4 };

/** Stamps PDFs from outside in a thread of their own. */
export const stampThread = (
  clock: Clock,
  limits: Partial<ThreadSpec> = {},
): { readonly stamp: Stamp; stop(): Promise<void> } => {
  const module = new URL('./stamp-worker.ts', import.meta.url);
  const spec = { module, name: 'stamp', ...LIMITS, ...limits };
  const thread = orderThread<StampWork, Stamped>(spec, clock);
  const stamp = async (work: StampWork): Promise<Stamped> => {
    try {
      return await thread.ask(work);
    } catch (error) {
      if (!(error instanceof ThreadError) || error.trouble === 'stopped') throw error;
      return { ok: false, refusal: REFUSALS[error.trouble](spec) };
    }
  };
  return { stamp, stop: () => thread.stop() };
};

type Trouble = Exclude<ThreadError['trouble'], 'stopped'>;
const REFUSALS: Readonly<Record<Trouble, (spec: ThreadSpec) => SheetRefusal>> = {
  slow: ({ limitMs }) => ({ code: 'pdf-too-slow', values: { seconds: limitMs / 1000 } }),
  heavy: () => ({ code: 'pdf-too-large', values: {} }),
  died: () => ({ code: 'pdf-damaged', values: {} }),
  busy: () => ({ code: 'readers-busy', values: {} }),
};
