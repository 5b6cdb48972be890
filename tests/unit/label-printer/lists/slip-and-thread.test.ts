import { expect, it } from 'vitest';
import { greyOfRaster } from '#label-printer/decoding/grey.ts';
import { readWithZxingWasm } from '#label-printer/decoding/zxing-wasm.ts';
import { listSlip } from '#label-printer/artwork/list-slip.ts';
import { tableThread } from '#controller/adapters/threads/table-thread.ts';
import { writeTable } from '#label-printer/lists/write.ts';
import { makeListSlip } from '#label-printer/make-list-slip.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';
import { sampleList } from './sample.ts';

it('a list is a slip too, with the same code on it', async () => {
  const raster = listSlip(sampleList(3), 203);
  const codes = await readWithZxingWasm(greyOfRaster(raster), ['QRCode']);
  expect(codes.map(({ bytes }) => Buffer.from(bytes).toString('latin1'))).toEqual([
    `DBL1:202600000042:${'AB'.repeat(32)}`,
  ]);
  expect((await makeListSlip(sampleList(3), 203, '80', { language: 'zpl' })).length).toBeGreaterThan(1000);
});

it('a thread of its own writes the same bytes, one table after another, and none after it was stopped', async () => {
  const tables = tableThread(new ManualClock());
  const [first, second] = await Promise.all([
    tables.write(sampleList(3), 'pdf'),
    tables.write(sampleList(2), 'csv'),
  ]);
  expect(Buffer.from(first).equals(Buffer.from(await writeTable(sampleList(3), 'pdf')))).toBe(true);
  expect(Buffer.from(second).equals(Buffer.from(await writeTable(sampleList(2), 'csv')))).toBe(true);
  const left = tables.write(sampleList(5), 'pdf');
  const refused = expect(left).rejects.toThrow();
  await tables.stop();
  await refused;
}, 60_000);
