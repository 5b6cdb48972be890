/** The ledger on the disk contradicts itself: nothing may start on it. `sequence` names the first bad event. */
export class LedgerBroken extends Error {
  readonly code = 'ledger-broken';
  readonly sequence: number | null;

  constructor(sequence: number | null, why: string) {
    super(
      `The ledger is broken${sequence === null ? '' : ` at event ${sequence}`}: ${why}. ` +
        'Nothing was started and nothing was changed. Run `docketbox verify --data DIR` for every finding, ' +
        'keep a copy of the data directory, then restore the last good backup.',
    );
    this.name = 'LedgerBroken';
    this.sequence = sequence;
  }
}
