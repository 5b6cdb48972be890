import { follow, refuse, type Decider } from './decider.ts';
import type { EventDraft, PayloadOf } from './events.ts';

export type MessageDetails = PayloadOf<'MessageDecided'>;
export type MessageKind = MessageDetails['kind'];
export type MessageLevel = MessageDetails['level'];
export type MessageSubject = MessageDetails['about'][number];
export type MessageFault = PayloadOf<'MessageAttemptFailed'>['fault'];

/** A message to one receiver over one channel; the stream key is its id. */
export interface MessageState {
  readonly state: 'absent' | 'waiting' | 'delivered' | 'dropped' | 'dead';
  /** Since it was decided or put back. */
  readonly attempts: number;
}
export type MessageCommand =
  | ({ readonly type: 'Decide' } & MessageDetails)
  | { readonly type: 'Deliver'; readonly dockets: readonly string[] }
  | {
      readonly type: 'Fail';
      readonly fault: MessageFault;
      readonly why: string;
      /** No further attempt is wanted. */
      readonly last: boolean;
    }
  | { readonly type: 'Drop'; readonly why: PayloadOf<'MessageDropped'>['why'] }
  | { readonly type: 'Replay' };

const needed = { Deliver: 'waiting', Fail: 'waiting', Drop: 'waiting', Replay: 'dead' } as const;

export const message: Decider<MessageCommand, MessageState> = {
  kind: 'message',
  revision: 1,
  initialState: () => ({ state: 'absent', attempts: 0 }),
  evolve(state, event) {
    switch (event.type) {
      case 'MessageDecided':
      case 'MessageReplayed':
        return { state: 'waiting', attempts: 0 };
      case 'MessageAttemptFailed':
        return { ...state, attempts: state.attempts + 1 };
      case 'MessageDelivered':
        return { ...state, state: 'delivered' };
      case 'MessageDropped':
        return { ...state, state: 'dropped' };
      case 'MessageGivenUp':
        return { ...state, state: 'dead' };
      default:
        return state;
    }
  },
  decide(command, { state, attempts }) {
    if (command.type === 'Decide') {
      const { type: _, ...payload } = command;
      return state === 'absent' ? follow({ type: 'MessageDecided', payload }) : follow();
    }
    if (state !== needed[command.type]) return refuse('wrong-state', { state, needed: needed[command.type] });
    const attempt = attempts + 1;
    switch (command.type) {
      case 'Deliver':
        return follow({ type: 'MessageDelivered', payload: { attempt, dockets: [...command.dockets] } });
      case 'Drop':
        return follow({ type: 'MessageDropped', payload: { why: command.why } });
      case 'Replay':
        return follow({ type: 'MessageReplayed', payload: {} });
      case 'Fail': {
        const { fault, why } = command;
        const failed: EventDraft = { type: 'MessageAttemptFailed', payload: { attempt, fault, why } };
        return command.last
          ? follow(failed, { type: 'MessageGivenUp', payload: { attempts: attempt, why } })
          : follow(failed);
      }
    }
  },
};
