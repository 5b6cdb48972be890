// The thread of stamp-thread.ts.
import { made } from '#label-printer/made.ts';
import { stampFile } from '#label-printer/stamp-file.ts';
import type { StampWork } from '../../ports/sheet-maker.ts';
import { answerOrders } from './answer-orders.ts';

await answerOrders(({ file, piece, order, created }: StampWork) =>
  made(() => stampFile(file, piece, order, created)),
);
