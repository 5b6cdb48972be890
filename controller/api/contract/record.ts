/** Whether the record is whole: the walks over the ledger, the one under way, the last one, the next one. */
export interface RecordView {
  readonly state: 'waiting' | 'walking';
  readonly progress: { readonly verified: number; readonly total: number } | null;
  /** `at`: UTC; `findings`: 0 when nothing was changed. */
  readonly last: {
    readonly at: string;
    readonly size: number;
    readonly root: string | null;
    readonly findings: number;
  } | null;
  /** Why nothing is recorded and no door opens; null when nothing is wrong. */
  readonly fault: string | null;
  readonly next: string;
}
