// The thread of table-thread.ts.
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { TableOrder } from './table-thread.ts';
import { writeTable } from './write.ts';

// Elsewhere a thread has no priority of its own: the whole controller would be put back.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
const { table, format } = workerData as TableOrder;
parentPort?.postMessage(await writeTable(table, format));
