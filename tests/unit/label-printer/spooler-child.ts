/** Runs a spooler on the ledger of the directory given, with one printer at the port given, until it is killed. */
import { systemClock } from '#controller/adapters/system-clock.ts';
import { createDesk } from '#controller/ledger/desk.ts';
import { openLedger } from '#controller/ledger/open-ledger.ts';
import { createReadModels, projections } from '#controller/views/read-models.ts';
import { tcpOpener } from '#drivers/links/tcp.ts';
import { zplPrinter } from '#label-printer/printers/zpl-printer.ts';
import { Spooler } from '#label-printer/spooler.ts';

const [dataDir = '', port = '0'] = process.argv.slice(2);
const ledger = openLedger({ dataDir, site: 'test', projections });
const open = tcpOpener({ host: '127.0.0.1', port: Number(port) }, systemClock);
new Spooler({
  printers: new Map([['desk', zplPrinter(open, systemClock)]]),
  desk: createDesk(ledger, systemClock),
  ledger,
  readModels: createReadModels(ledger.db),
  clock: systemClock,
  artwork: (job) =>
    Promise.resolve({ ok: true, bytes: new Uint8Array(Buffer.from(`^XA^FX${job.subject}^XZ`)) }),
}).start();
