// One measurement of the bench `lists`, in a process of its own: its answer is one line of JSON.
import { readFileSync } from 'node:fs';
import { writeTable } from '#label-printer/lists/write.ts';
import { sampleList } from '#tests/unit/label-printer/lists/sample.ts';

const table = sampleList(Number(process.argv[2]));
/**
 * The most memory this process ever held, MB. `getrusage` will not do where there is better: its figure is passed on
 * through exec, so that a child begins with what its parent held.
 */
const peakMb = (): number => {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024;
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  if (kilobytes === undefined) throw new Error('/proc/self/status names no VmHWM');
  return Number(kilobytes) / 1024;
};

const before = peakMb();
const start = performance.now();
const { length: bytes } = await writeTable(table, 'pdf');
const ms = performance.now() - start;
const peak = peakMb();
const csvStart = performance.now();
await writeTable(table, 'csv');
console.log(
  JSON.stringify({ ms, csvMs: performance.now() - csvStart, bytes, beforeMb: before, peakMb: peak }),
);
