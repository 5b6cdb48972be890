// Appends to the ledger of a directory and prints each sequence; with FORGETFUL=1 over a connection that does not sync
// its log (synchronous=NORMAL) although it says that it does. Run by the test of power cuts.
import Database from 'better-sqlite3';
import { writeSync } from 'node:fs';
import { openLedger } from '#controller/ledger/open-ledger.ts';
import { add, wentOffline } from '#tests/support/ledgers.ts';

if (process.env['FORGETFUL'] === '1') {
  const pragma = Database.prototype.pragma;
  Database.prototype.pragma = function (source, options) {
    if (source === 'synchronous') return 2;
    return pragma.call(this, source === 'synchronous = FULL' ? 'synchronous = NORMAL' : source, options);
  };
}
const ledger = openLedger({ dataDir: process.argv[2] ?? '', site: 'test' });
for (let i = 0; i < 12; i++)
  writeSync(1, `{"sequence":${add(ledger, 'device:board', wentOffline(`cable ${i}`)).last.sequence}}\n`);
ledger.close();
