/**
 * Appends to the ledger of the directory given until it is killed, and prints each acknowledged sequence and root.
 * Run as a process of its own by the test that kills it.
 */
import { writeSync } from 'node:fs';
import { openLedger } from '#controller/ledger/open-ledger.ts';
import { createReadModels, projections } from '#controller/views/read-models.ts';
import { add, wentOffline } from '#tests/support/ledgers.ts';

const [dataDir = '', run = '0'] = process.argv.slice(2);
const ledger = openLedger({ dataDir, site: 'test', projections });
const views = createReadModels(ledger.db);
// Enough beside each that the index of the streams is written now and then, and the process killed while it is.
const crowd = Array.from({ length: 40 }, () => wentOffline('cable'));
for (let i = 0; ; i++) {
  add(ledger, `device:d${i % 7}`, ...crowd);
  const docket = `R${run}-${i}`;
  const { last } = add(ledger, `consignment:${docket}`, {
    type: 'ConsignmentRegistered',
    payload: { document: 'd', department: 'bgs', copy: 1, copies: 1 },
  });
  if (!views.consignment(docket)) throw new Error('appended, but not in its view');
  writeSync(1, `${last.sequence} ${last.root}\n`);
  ledger.rest();
}
