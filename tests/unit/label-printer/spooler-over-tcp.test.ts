import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#controller/adapters/system-clock.ts';
import { tcpOpener } from '#drivers/links/tcp.ts';
import { makeLabel } from '#label-printer/make-label.ts';
import { zplPrinter } from '#label-printer/printers/zpl-printer.ts';
import { Spooler } from '#label-printer/spooler.ts';
import type { JobArtwork } from '#label-printer/spooler/printer-queue.ts';
import { until } from '#tests/support/until.ts';
import { docket, sampleLabel } from './samples.ts';
import { SpoolerBench } from './spooler-bench.ts';
import { TcpPrinter } from './tcp-printer.ts';

const options = { language: 'zpl', stock: '60x40', dpi: 203 } as const;
const artwork: JobArtwork = async (job) => ({
  ok: true,
  bytes: await makeLabel({ ...sampleLabel, docket: job.subject }, options),
});

let bench: SpoolerBench;
let printer: TcpPrinter;
let spooler: Spooler;
const start = (): void => {
  spooler = new Spooler({
    printers: new Map([
      ['desk', zplPrinter(tcpOpener({ host: '127.0.0.1', port: printer.port }, systemClock), systemClock)],
    ]),
    desk: bench.desk,
    ledger: bench.ledger,
    readModels: bench.views,
    clock: systemClock,
    artwork,
  });
  spooler.start();
};

// The first label loads fonts and decoders.
beforeAll(async () => void (await makeLabel(sampleLabel, options)));
beforeEach(async () => {
  bench = new SpoolerBench();
  bench.register(docket);
  printer = await new TcpPrinter().listen();
});
afterEach(async () => {
  await spooler.stop();
  await printer.close();
  bench.ledger.close();
});

describe('over a real TCP connection', () => {
  it('a queued label arrives byte for byte, once, and is recorded as printed', async () => {
    start();
    bench.queue('j1', docket);
    await until('the job is printed', () => bench.state('j1') === 'printed', 20_000);
    const [format] = printer.formats;
    const expected = await makeLabel({ ...sampleLabel, docket }, options);
    expect(format).toBe(Buffer.from(expected).toString('latin1').trim());
    expect(printer.formats).toHaveLength(1);
  });

  it('a connection reset in the middle of a label leaves it in doubt, and it is not sent again', async () => {
    printer.cutAfter = 100;
    start();
    bench.queue('j1', docket);
    await until('the job is in doubt', () => bench.state('j1') === 'in-doubt', 20_000);
    bench.queue('j2', docket);
    await until('the next one is printed', () => bench.state('j2') === 'printed', 20_000);
    expect(printer.formats).toHaveLength(1);
    expect(bench.state('j1')).toBe('in-doubt');
  });

  it('a label waits for a printer that is switched off', async () => {
    const { port } = printer;
    await printer.close();
    start();
    bench.queue('j1', docket);
    await until(
      'it is seen as offline',
      () => spooler.printers()[0]?.status?.condition === 'offline',
      20_000,
    );
    expect(bench.history('j1')).toEqual(['PrintJobQueued']);
    await printer.listen(port);
    spooler.wake();
    await until('the job is printed', () => bench.state('j1') === 'printed', 20_000);
    expect(printer.formats).toHaveLength(1);
  });

  it('a label waits for paper, and is not sent before', async () => {
    printer.paperOut = true;
    start();
    bench.queue('j1', docket);
    await until('it is seen', () => spooler.printers()[0]?.status?.condition === 'no-media', 20_000);
    expect(printer.formats).toEqual([]);
    printer.paperOut = false;
    spooler.wake();
    await until('the job is printed', () => bench.state('j1') === 'printed', 20_000);
    expect(bench.history('j1')).toEqual(['PrintJobQueued', 'PrintJobStarted', 'PrintJobPrinted']);
  });
});
