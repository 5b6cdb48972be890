// The thread of walk-thread.ts.
import { setPriority, constants } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { verifySteps } from './verify.ts';
import type { WalkMessage, WalkOrder } from './walk-thread.ts';

/** Pause after each step, ms: the disk and the core are for whoever stands at the box. */
const restMs = 10;
/** Steps between two tellings. */
const tellEvery = 20;

const { dataDir, stop } = workerData as WalkOrder;
const tell = (message: WalkMessage): void => parentPort?.postMessage(message);

/** True when told to stop, at once; false after the rest. */
const restOrStop = (): boolean => Atomics.wait(stop, 0, 0, restMs) !== 'timed-out';

// Elsewhere a thread has no priority of its own: the whole controller would be put back.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW);
const steps = verifySteps(dataDir, { file: 'in-steps' });
for (let count = 0; ; count++) {
  const step = steps.next();
  if (step.done) {
    tell({ is: 'report', report: step.value });
    break;
  }
  if (count % tellEvery === 0) tell({ is: 'progress', progress: step.value });
  if (restOrStop()) {
    steps.return({ size: 0, root: null, findings: [] });
    break;
  }
}
