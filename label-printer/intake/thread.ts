import { Worker } from 'node:worker_threads';
import type { Clock } from '#controller/ports/clock.ts';
import type {
  CutFile,
  FileFault,
  PageRange,
  PageReader,
  PageReading,
  ReadOutcome,
  ScanForm,
} from '#controller/ports/intake.ts';

/** What the thread is told, one order after the other. */
export type Order =
  | { readonly do: 'read'; readonly bytes: Uint8Array }
  | { readonly do: 'cut'; readonly ranges: readonly PageRange[] }
  | { readonly do: 'close' };
export type Told =
  | { readonly is: 'page'; readonly page: number; readonly of: number }
  | { readonly is: 'read'; readonly form: ScanForm; readonly pages: readonly PageReading[] }
  | { readonly is: 'cut'; readonly files: readonly CutFile[] }
  | { readonly is: 'fault'; readonly fault: FileFault };

/** Longest silence of the thread before a file counts as one that never ends, ms; a hopeless page takes seconds. */
const SILENCE_MS = 120_000;
/** Pages after which the thread is begun anew: renderers never give memory back. */
const PAGES_OF_A_LIFE = 4000;

/**
 * Reads files in a thread of its own, begun with the first of them. A file on which it crashes, runs out of memory or
 * falls silent is `damaged`, and the next one gets a new thread.
 */
export const threadReader = (clock: Clock): PageReader => {
  let worker: Worker | null = null;
  let pagesRead = 0;
  let ending: Promise<unknown> = Promise.resolve();

  const end = (): void => {
    if (worker === null) return;
    ending = worker.terminate();
    worker = null;
    pagesRead = 0;
  };
  const begun = (): Worker => {
    if (worker !== null) return worker;
    worker = new Worker(new URL('./worker.ts', import.meta.url), {
      ...{ name: 'intake', stdout: true, stderr: true },
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    // Between two orders it may die as well: the next one begins another.
    const begun = worker.on('error', () => undefined);
    begun.once('exit', () => {
      if (worker === begun) worker = null;
    });
    return worker;
  };

  /** Gives an order and waits for what ends it. */
  const ask = (
    order: Order,
    signal: AbortSignal | null,
    onPage: (page: number, of: number) => void = () => undefined,
  ): Promise<Told | 'cancelled'> =>
    new Promise((resolve) => {
      const thread = begun();
      let alarm = clock.after(SILENCE_MS, () => finish({ is: 'fault', fault: 'damaged' }, true));
      const heard = (message: Told): void => {
        if (message.is !== 'page') return finish(message, false);
        alarm();
        alarm = clock.after(SILENCE_MS, () => finish({ is: 'fault', fault: 'damaged' }, true));
        pagesRead++;
        onPage(message.page, message.of);
      };
      const died = (): void => finish({ is: 'fault', fault: 'damaged' }, true);
      const cancelled = (): void => finish('cancelled', true);
      const finish = (result: Told | 'cancelled', over: boolean): void => {
        alarm();
        thread.off('message', heard).off('error', died).off('exit', died);
        signal?.removeEventListener('abort', cancelled);
        if (over && worker === thread) end();
        resolve(result);
      };
      thread.on('message', heard).once('error', died).once('exit', died);
      if (signal?.aborted) return cancelled();
      signal?.addEventListener('abort', cancelled, { once: true });
      thread.postMessage(order);
    });

  const cut = async (ranges: readonly PageRange[]): Promise<CutFile[]> => {
    const told = await ask({ do: 'cut', ranges }, null);
    if (told === 'cancelled' || told.is !== 'cut') throw new Error('the thread could not cut the file');
    return [...told.files];
  };
  const close = (): void => {
    if (pagesRead >= PAGES_OF_A_LIFE) end();
    else worker?.postMessage({ do: 'close' } satisfies Order);
  };
  return {
    async read(bytes, { onPage, signal }): Promise<ReadOutcome> {
      await ending;
      const told = await ask({ do: 'read', bytes }, signal, onPage);
      if (told === 'cancelled') return { ok: false, fault: 'cancelled' };
      if (told.is === 'fault') return { ok: false, fault: told.fault };
      if (told.is !== 'read') throw new Error(`the thread answered ${told.is} to a file`);
      return { ok: true, file: { form: told.form, pages: told.pages, cut, close } };
    },
    async stop() {
      end();
      await ending;
    },
  };
};
