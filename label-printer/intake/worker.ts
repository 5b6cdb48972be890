// The thread of thread.ts: reads one file at a time and keeps it in memory until told to close it.
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import type { Grey } from '../decoding/grey.ts';
import { PageError } from '../decoding/page-file.ts';
import { openPages } from '../decoding/pages.ts';
import { cut, type Source } from './cut.ts';
import { greyPng } from '../png.ts';
import { readPage } from './read-page.ts';
import { shrunk } from './thumbnail.ts';
import type { Order, Told } from './thread.ts';

/** A third of what the controller's own thread gets where both want all. */
const NICE = 5;

interface Held extends Source {
  /** Small pictures of pages on which a part may begin. */
  readonly small: Map<number, Grey>;
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
  held = { bytes, pages, small: new Map() };
  const readings = [];
  for (let index = 0; index < pages.count; index++) {
    const page = await pages.page(index);
    const reading = await readPage(page);
    if (index === 0 || reading.codes.length > 0) held.small.set(index, shrunk(page.grey));
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
    const small = held.small.get(range.from) ?? shrunk((await held.pages.page(range.from)).grey);
    files.push({ ...(await cut(held, range)), thumbnail: greyPng(small) });
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
