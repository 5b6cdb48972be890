// The thread of table-thread.ts.
import { writeTable } from '#label-printer/lists/write.ts';
import { answerOrders } from './answer-orders.ts';
import type { TableOrder } from './table-thread.ts';

await answerOrders(({ table, format }: TableOrder) => writeTable(table, format));
