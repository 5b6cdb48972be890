import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '#controller/adapters/system-clock.ts';
import { createDesk } from '#controller/ledger/desk.ts';
import { openLedger } from '#controller/ledger/open-ledger.ts';
import { createReadModels, projections } from '#controller/views/read-models.ts';
import { startNode } from '#tests/support/child.ts';
import { until } from '#tests/support/until.ts';
import { docket } from './samples.ts';
import { TcpPrinter } from './tcp-printer.ts';

let dataDir: string;
let printer: TcpPrinter;

/** Opens the ledger between two lives of the process. */
const withLedger = <T>(work: (parts: ReturnType<typeof open>) => T): T => {
  const parts = open();
  try {
    return work(parts);
  } finally {
    parts.ledger.close();
  }
};
const open = () => {
  const ledger = openLedger({ dataDir, site: 'test', projections });
  return { ledger, desk: createDesk(ledger, systemClock), views: createReadModels(ledger.db) };
};
const stateOf = (id: string) => withLedger(({ views }) => views.printJob(id)?.state);
const start = () => startNode(['tests/unit/label-printer/spooler-child.ts', dataDir, String(printer.port)]);

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'spooler-'));
  printer = await new TcpPrinter().listen();
  withLedger(({ desk }) =>
    desk.append(
      [
        {
          stream: 'print-job:j1',
          events: [
            {
              type: 'PrintJobQueued',
              payload: { printer: 'desk', artwork: 'label', subject: docket, reprintOf: null },
            },
          ],
        },
      ],
      { actor: 'R1', station: null, cause: 'test' },
    ),
  );
});
afterEach(async () => {
  await printer.close();
  rmSync(dataDir, { recursive: true });
});

it('killed after the printer has read the label: it is in doubt, and is not printed again', async () => {
  const first = start();
  let killed: Promise<unknown> | null = null;
  printer.onRead = (command) => {
    if (command === 'format') killed ??= first.end('SIGKILL');
  };
  await until('the label is read', () => killed !== null, 20_000);
  await first.ended;
  expect(stateOf('j1')).toBe('started');
  printer.onRead = () => undefined;
  const second = start();
  let looks = 0;
  printer.onRead = () => (looks += 1);
  await until('the second life looks at its printer', () => looks > 0, 20_000);
  await second.end('SIGKILL');
  expect(stateOf('j1')).toBe('in-doubt');
  expect(printer.formats).toHaveLength(1);
});

it('killed before a byte of the label left: it is still in line, and is printed once', async () => {
  const first = start();
  let killed: Promise<unknown> | null = null;
  printer.silent = true;
  printer.onRead = () => {
    killed ??= first.end('SIGKILL');
  };
  await until('the printer is asked', () => killed !== null, 20_000);
  await first.ended;
  expect(stateOf('j1')).toBe('queued');
  printer.silent = false;
  printer.onRead = () => undefined;
  const second = start();
  await until('the label is read', () => printer.formats.length > 0, 20_000);
  let looks = 0;
  printer.onRead = () => (looks += 1);
  // After the look that settles the job the printer is left in peace; a second label would have followed at once.
  await until('it is looked at again', () => looks >= 2, 20_000);
  await second.end('SIGKILL');
  expect(printer.formats).toHaveLength(1);
});
