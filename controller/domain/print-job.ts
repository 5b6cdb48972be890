import { follow, refuse, type Decider, type Fact } from './decider.ts';
import type { PayloadOf } from './events.ts';

/** One thing to print once; the same thing again is a new job that names this one. */
export interface PrintJobState {
  readonly state: 'absent' | 'queued' | 'started' | 'printed' | 'failed' | 'in-doubt' | 'cancelled';
  readonly job: PayloadOf<'PrintJobQueued'> | null;
  readonly attempts: number;
  /** Refused for good: nothing will make it print. */
  readonly final: boolean;
  readonly why: string | null;
}
export type PrintJobCommand =
  | ({ readonly type: 'Queue' } & PayloadOf<'PrintJobQueued'>)
  /** Before the first byte leaves. */
  | { readonly type: 'Start'; readonly bytes: number; readonly digest: string }
  | ({ readonly type: 'Print' } & PayloadOf<'PrintJobPrinted'>)
  /** It certainly did not print. */
  | ({ readonly type: 'Fail' } & PayloadOf<'PrintJobFailed'>)
  | ({ readonly type: 'Doubt' } & PayloadOf<'PrintJobInDoubt'>)
  /** A person's word: in line again, here or at another printer; only what certainly did not print. */
  | ({ readonly type: 'Requeue' } & PayloadOf<'PrintJobRequeued'>)
  /** A person's word: takes a waiting job out of the line, or says what became of a doubtful one. */
  | ({ readonly type: 'Settle' } & PayloadOf<'PrintJobCancelled'>);

const initial: PrintJobState = { state: 'absent', job: null, attempts: 0, final: false, why: null };

/** A job is started only from the line: never again once bytes left, unless it certainly did not print. */
export const printJob: Decider<PrintJobCommand, PrintJobState> = {
  kind: 'print-job',
  revision: 2,
  initialState: () => initial,
  evolve: (state, event) => evolve(state, event),
  decide: (command, state) => {
    const waiting = state.state === 'queued' || (state.state === 'failed' && !state.final);
    switch (command.type) {
      case 'Queue': {
        const { type: _, ...payload } = command;
        if (state.state !== 'absent') return refuse('already-queued');
        return follow({ type: 'PrintJobQueued', payload });
      }
      case 'Start': {
        if (!waiting) return refuse('not-waiting', { state: state.state });
        const { bytes, digest } = command;
        return follow({ type: 'PrintJobStarted', payload: { attempt: state.attempts + 1, bytes, digest } });
      }
      case 'Print':
        if (state.state !== 'started') return refuse('not-started', { state: state.state });
        return follow({ type: 'PrintJobPrinted', payload: { evidence: command.evidence } });
      case 'Fail':
        if (!waiting && state.state !== 'started') return refuse('not-waiting', { state: state.state });
        return follow({
          type: 'PrintJobFailed',
          payload: { why: command.why.slice(0, 300), final: command.final },
        });
      case 'Doubt':
        if (state.state !== 'started') return refuse('not-started', { state: state.state });
        return follow({ type: 'PrintJobInDoubt', payload: { why: command.why.slice(0, 300) } });
      case 'Requeue': {
        const failed = state.state === 'failed';
        const moved = state.state === 'queued' && state.job?.printer !== command.printer;
        if (!failed && !moved) return refuse('not-waiting', { state: state.state });
        return follow({ type: 'PrintJobRequeued', payload: { printer: command.printer } });
      }
      case 'Settle': {
        const fits =
          command.settled === 'cancelled' ? waiting || state.state === 'in-doubt' : doubtful(state);
        if (!fits) return refuse('not-to-settle', { state: state.state });
        return follow({ type: 'PrintJobCancelled', payload: { settled: command.settled } });
      }
    }
  },
};

const doubtful = (state: PrintJobState): boolean => state.state === 'in-doubt';

const evolve = (state: PrintJobState, event: Fact): PrintJobState => {
  switch (event.type) {
    case 'PrintJobQueued':
      return { ...state, state: 'queued', job: event.payload };
    case 'PrintJobStarted':
      return { ...state, state: 'started', attempts: event.payload.attempt, why: null };
    case 'PrintJobPrinted':
      return { ...state, state: 'printed', why: null };
    case 'PrintJobFailed':
      return { ...state, state: 'failed', why: event.payload.why, final: event.payload.final };
    case 'PrintJobInDoubt':
      return { ...state, state: 'in-doubt', why: event.payload.why };
    case 'PrintJobRequeued': {
      const job = state.job && { ...state.job, printer: event.payload.printer };
      return { ...state, state: 'queued', job, final: false, why: null };
    }
    case 'PrintJobCancelled':
      return { ...state, state: 'cancelled' };
    default:
      return state;
  }
};
