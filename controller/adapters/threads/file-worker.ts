// The thread of file-thread.ts.
import { readFile } from '../../commands/read-file.ts';
import { answerOrders } from './answer-orders.ts';

await answerOrders(readFile);
