import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#controller/adapters/system-clock.ts';
import { attribute, decodeAnswer, encodeRequest, GROUP, IppError, TAG } from '#label-printer/ipp/message.ts';
import { httpOf } from '#label-printer/ipp/client.ts';
import { ippPrinter } from '#label-printer/printers/ipp-printer.ts';
import { until } from '#tests/support/until.ts';
import { FakeIppServer } from './fake-ipp-server.ts';
import { docket } from './samples.ts';
import { SpoolerBench } from './spooler-bench.ts';
import { Spooler } from '#label-printer/spooler.ts';
import type { Printer } from '#controller/ports/printer.ts';

const PDF = new Uint8Array(Buffer.from('%PDF-1.4 a label'));
let server: FakeIppServer;
beforeEach(async () => void (server = await new FakeIppServer().listen()));
afterEach(() => server.close());
const printer = () => ippPrinter({ uri: server.uri, stock: 'A4' }, systemClock);

describe('an IPP message', () => {
  it('is encoded as RFC 8010 says: the example of a Get-Printer-Attributes request', () => {
    const bytes = encodeRequest(0x000b, 1, [
      { tag: GROUP.operation, attributes: [attribute('attributes-charset', TAG.charset, 'utf-8')] },
    ]);
    expect(Buffer.from(bytes).toString('hex')).toBe(
      [
        '0200000b00000001',
        '01',
        '47',
        '0012',
        Buffer.from('attributes-charset').toString('hex'),
        '0005',
        Buffer.from('utf-8').toString('hex'),
        '03',
      ].join(''),
    );
  });

  it('puts members of a collection between its marks', () => {
    const size = [attribute('x-dimension', TAG.integer, 6000)];
    const bytes = encodeRequest(2, 1, [
      { tag: GROUP.job, attributes: [attribute('media-size', TAG.collection, size)] },
    ]);
    expect(Buffer.from(bytes.subarray(9)).toString('hex')).toBe(
      [
        '34',
        '000a',
        Buffer.from('media-size').toString('hex'),
        '0000',
        '4a',
        '0000',
        '000b',
        Buffer.from('x-dimension').toString('hex'),
        '21',
        '0000',
        '0004',
        '00001770',
        '37',
        '0000',
        '0000',
        '03',
      ].join(''),
    );
  });

  it('of any bytes is read or refused, never anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (noise, plausible) => {
        const bytes = plausible ? Uint8Array.from([2, 0, 0, 0, 0, 0, 0, 1, 4, ...noise]) : noise;
        try {
          expect(decodeAnswer(bytes).groups).toBeInstanceOf(Array);
        } catch (error) {
          expect(error).toBeInstanceOf(IppError);
        }
      }),
    );
  });

  it('goes to port 631 unless told otherwise', () => {
    expect(httpOf('ipp://10.0.0.8/ipp/print').href).toBe('http://10.0.0.8:631/ipp/print');
    expect(httpOf('ipps://p.local/').href).toBe('https://p.local:631/');
    expect(httpOf('ipp://10.0.0.8:8631/').port).toBe('8631');
  });
});

describe('an IPP printer’s state', () => {
  it.each<[number, string[], string]>([
    [3, ['none'], 'connected'],
    [4, ['none'], 'printing'],
    [5, ['media-empty-error'], 'no-media'],
    [3, ['media-empty'], 'no-media'],
    [3, ['media-empty-warning'], 'warning'],
    [5, ['media-empty-warning'], 'no-media'],
    [5, ['media-jam-error'], 'jam'],
    [5, ['door-open-error', 'media-empty-error'], 'open'],
    [5, ['cover-open'], 'open'],
    [5, ['paused'], 'paused'],
    [5, ['none'], 'paused'],
    [5, ['something-nobody-knows-error'], 'paused'],
    [4, ['toner-low-report'], 'printing'],
    [3, ['toner-low-warning'], 'warning'],
    [3, ['cover-open-report'], 'open'],
    [4, ['cover-open-warning'], 'printing'],
    [4, ['media-needed-warning'], 'no-media'],
    [5, ['toner-empty-error'], 'no-media'],
    [3, ['connecting-to-device'], 'offline'],
    [99, ['none'], 'unknown'],
  ])('%i with %j is %s', async (state, reasons, condition) => {
    Object.assign(server, { state, reasons });
    const status = await printer().status();
    expect(status.condition).toBe(condition);
    if (condition !== 'connected' && condition !== 'printing') expect(status.detail).toBeTruthy();
  });

  it('without paper depends on the tray that holds ours', async () => {
    const tray = (wide: number, level: number) =>
      `type=sheetFeed;mediafeed=29700;mediaxfeed=${wide};level=${level};name=x;`;
    server.reasons = ['media-empty-report'];
    for (const [trays, condition] of [
      [[tray(21_000, 0), tray(21_500, 9)], 'no-media'],
      [[tray(21_000, 9), tray(21_500, 0)], 'warning'],
      [[tray(21_000, -2)], 'warning'],
      [['nonsense'], 'warning'],
    ] as const) {
      server.trays = [...trays];
      expect(await printer().status()).toMatchObject({ condition });
    }
  });

  it('that takes no jobs is paused; that cannot be reached is offline; that answers nonsense is unknown', async () => {
    server.accepting = false;
    expect(await printer().status()).toMatchObject({ condition: 'paused', answered: true });
    const gone = ippPrinter({ uri: 'ipp://127.0.0.1:1/ipp/print', stock: 'A4' }, systemClock);
    expect(await gone.status()).toMatchObject({ condition: 'offline', answered: false });
    expect(await gone.send(PDF)).toMatchObject({ kind: 'not-sent' });
  });

  it('names the best format it takes', async () => {
    for (const [formats, best] of [
      [['image/jpeg', 'image/pwg-raster', 'application/pdf'], 'pdf'],
      [['image/jpeg', 'image/pwg-raster'], 'pwg'],
      [['image/urf', 'image/jpeg'], 'jpeg'],
    ] as const) {
      server.formats = [...formats];
      expect(await printer().format()).toBe(best);
    }
    server.formats = ['application/postscript'];
    expect(await printer().status()).toMatchObject({
      condition: 'unknown',
      detail: expect.stringContaining('PDF') as string,
    });
  });
});

describe('a job for an IPP printer', () => {
  it('arrives byte for byte under its own name, and is asked after until it is done', async () => {
    const one = printer();
    server.takenAs = 5;
    expect(await one.send(PDF, 'j1')).toEqual({ kind: 'taken' });
    expect(server.jobs.map(({ name, document }) => [name, [...document]])).toEqual([
      ['docketbox-j1', [...PDF]],
    ]);
    expect(await one.fate('j1')).toBe('waiting');
    for (const [state, fate] of [
      [6, 'waiting'],
      [8, 'given-up'],
    ] as const) {
      server.jobs.forEach((job) => (job.state = state));
      expect(await one.fate('j1')).toBe(fate);
    }
    server.jobs.forEach((job) => (job.state = 9));
    expect(await one.fate('j1')).toBe('printed');
  });

  it.each([
    ['refuse', 'not-sent', 0],
    ['cut-before-taking', 'in-doubt', 0],
    ['cut-after-taking', 'in-doubt', 1],
    ['http-500', 'in-doubt', 0],
    ['garbage', 'in-doubt', 0],
  ] as const)('with %s is %s', async (next, kind, taken) => {
    server.next = next;
    expect(await printer().send(PDF, 'j1')).toMatchObject({ kind });
    expect(server.jobs).toHaveLength(taken);
    expect(server.operations.filter((operation) => operation === 2)).toHaveLength(1);
  });

  it('says how many copies, and is refused for good where the printer makes fewer', async () => {
    expect(await printer().send(PDF, 'j1', 3)).toEqual({ kind: 'taken' });
    expect(server.jobs.map(({ copies }) => copies)).toEqual([3]);
    server.mostCopies = 2;
    expect(await printer().send(PDF, 'j2', 3)).toMatchObject({ kind: 'not-sent', final: true });
    expect(server.jobs).toHaveLength(1);
  });

  it('whose format is refused would be refused again: it says what to do', async () => {
    server.next = 'refuse-format';
    expect(await printer().send(PDF, 'j1')).toMatchObject({
      ...{ kind: 'not-sent', final: true },
      why: expect.stringContaining('PWG raster') as string,
    });
  });

  it('is found again by its name alone, as after a restart; another’s never', async () => {
    server.next = 'cut-after-taking';
    await printer().send(PDF, 'j1');
    expect(await printer().fate('j1')).toBe('printed');
    expect(await printer().fate('j')).toBe('unknown');
  });

  it('is not sent while the printer needs somebody', async () => {
    Object.assign(server, { state: 5, reasons: ['media-empty-error'] });
    expect(await printer().send(PDF, 'j1')).toMatchObject({ kind: 'not-sent' });
    expect(server.operations).toEqual([0x000b]);
  });
});

describe('the spooler and a printer that keeps books', () => {
  const spooled = async (
    check: (bench: SpoolerBench, start: (one?: Printer) => Spooler) => Promise<void>,
  ) => {
    const bench = new SpoolerBench();
    bench.register(docket);
    const running: Spooler[] = [];
    const start = (one: Printer = printer()): Spooler => {
      const spooler = new Spooler({
        printers: new Map([['desk', one]]),
        ...{ desk: bench.desk, ledger: bench.ledger, readModels: bench.views, clock: systemClock },
        artwork: () => Promise.resolve({ ok: true, bytes: PDF }),
      });
      running.push(spooler);
      spooler.start();
      return spooler;
    };
    try {
      await check(bench, start);
    } finally {
      for (const spooler of running) await spooler.stop();
      bench.ledger.close();
    }
  };

  it('settles a job whose connection broke by asking: it was printed, once', async () => {
    await spooled(async (bench, start) => {
      server.next = 'cut-after-taking';
      start();
      bench.queue('j1', docket);
      await until('printed', () => bench.state('j1') === 'printed', 20_000);
      expect(server.jobs).toHaveLength(1);
    });
  });

  it('leaves in doubt what the books do not hold, and does not send it again', async () => {
    await spooled(async (bench, start) => {
      server.next = 'cut-before-taking';
      start();
      bench.queue('j1', docket);
      await until('in doubt', () => bench.state('j1') === 'in-doubt', 30_000);
      expect(server.operations.filter((operation) => operation === 2)).toHaveLength(1);
    });
  });

  it('leaves in doubt what the printer gave up', async () => {
    await spooled(async (bench, start) => {
      server.takenAs = 8;
      start();
      bench.queue('j1', docket);
      await until('in doubt', () => bench.state('j1') === 'in-doubt', 20_000);
    });
  });

  it('takes up a started job after a restart and finds it printed', async () => {
    await spooled(async (bench, start) => {
      server.takenAs = 5;
      const first = start();
      bench.queue('j1', docket);
      await until('taken', () => server.jobs.length === 1, 20_000);
      await first.stop();
      expect(bench.state('j1')).toBe('started');
      server.jobs.forEach((job) => (job.state = 9));
      start();
      await until('printed', () => bench.state('j1') === 'printed', 20_000);
      expect(server.jobs).toHaveLength(1);
    });
  });

  it('would be found out if it sent a doubtful job again (mutant)', async () => {
    await spooled(async (bench, start) => {
      server.next = 'cut-after-taking';
      const one = printer();
      start({
        ...one,
        send: async (bytes, job) => {
          const outcome = await one.send(bytes, job);
          return outcome.kind === 'in-doubt' ? one.send(bytes, job) : outcome;
        },
      });
      bench.queue('j1', docket);
      await until('printed', () => bench.state('j1') === 'printed', 20_000);
      expect(server.jobs.length).toBeGreaterThan(1);
    });
  });
});
