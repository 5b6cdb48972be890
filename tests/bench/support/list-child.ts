// One measurement of the bench `lists`, in a process of its own: its answer is one line of JSON.
import { writeTable } from '#label-printer/lists/write.ts';
import { sampleList } from '#tests/unit/label-printer/lists/sample.ts';

const table = sampleList(Number(process.argv[2]));
/** Kilobytes, as the system counts the most a process ever held. */
const peak = (): number => process.resourceUsage().maxRSS / 1024;

const before = peak();
const start = performance.now();
const { length: bytes } = await writeTable(table, 'pdf');
const ms = performance.now() - start;
const grownMb = peak() - before;
const csvStart = performance.now();
await writeTable(table, 'csv');
console.log(JSON.stringify({ ms, csvMs: performance.now() - csvStart, bytes, grownMb }));
