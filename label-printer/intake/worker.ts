// The thread of thread.ts: reads one file at a time and keeps it in memory until told to close it.
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { PageError } from '../decoding/page-file.ts';
import { openPages } from '../decoding/pages.ts';
import { cut, type Source } from './cut.ts';
import { readPage } from './read-page.ts';
import { thumbnailOf } from './thumbnail.ts';
import type { Order, Told } from './thread.ts';

/** A third of what the controller's own thread gets where both want all. */
const NICE = 5;

interface Held extends Source {
  /** Of pages on which a part may begin. */
  readonly thumbnails: Map<number, Uint8Array>;
}
let held: Held | null = null;

const tell = (message: Told): void => parentPort?.postMessage(message);

const close = (): void => {
  held?.pages.close();
  held = null;
};

const read = async (bytes: Uint8Array): Promise<void> => {
  close();
  const pages = await openPages(bytes);
  held = { bytes, pages, thumbnails: new Map() };
  const readings = [];
  for (let index = 0; index < pages.count; index++) {
    const page = await pages.page(index);
    const reading = await readPage(page);
    if (index === 0 || reading.codes.length > 0) held.thumbnails.set(index, thumbnailOf(page.grey));
    readings.push(reading);
    tell({ is: 'page', page: index + 1, of: pages.count });
  }
  tell({ is: 'read', form: pages.form, pages: readings });
};

const obey = async (order: Order): Promise<void> => {
  if (order.do === 'close') return close();
  if (order.do === 'read') return read(order.bytes);
  if (held === null) throw new PageError('damaged');
  const files = [];
  for (const range of order.ranges) {
    const thumbnail =
      held.thumbnails.get(range.from) ?? thumbnailOf((await held.pages.page(range.from)).grey);
    files.push({ ...(await cut(held, range)), thumbnail });
  }
  tell({ is: 'cut', files });
};

// Scans wait; whoever stands at the box does not. Elsewhere a thread has no priority of its own.
if (process.platform === 'linux') setPriority(NICE);
parentPort?.on('message', (order: Order) => {
  obey(order).catch((error: unknown) => {
    close();
    tell({ is: 'fault', fault: error instanceof PageError ? error.fault : 'damaged' });
  });
});
