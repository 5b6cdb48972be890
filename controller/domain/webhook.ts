import { follow, refuse, type Decider } from './decider.ts';
import { catalogue, type PayloadOf } from './events.ts';

/** A program's subscription to what happens to papers; the stream key is its id. */
export interface WebhookState {
  readonly state: 'absent' | 'active' | 'disabled' | 'removed';
}
export type WebhookCommand =
  | ({ readonly type: 'Subscribe' } & PayloadOf<'WebhookSubscribed'>)
  | { readonly type: 'Replay'; readonly after: number }
  | { readonly type: 'Disable'; readonly reason: string }
  | { readonly type: 'Enable' | 'Test' | 'Remove' };

/** Events that are sent to programs: those of documents and of their consignments. */
export const feedEvents: ReadonlySet<string> = new Set(
  [...catalogue.values()]
    .filter(({ stream }) => stream === 'document' || stream === 'consignment')
    .map(({ type }) => type),
);

export const webhook: Decider<WebhookCommand, WebhookState> = {
  kind: 'webhook',
  revision: 1,
  initialState: () => ({ state: 'absent' }),
  evolve: (state, { type }) => {
    if (type === 'WebhookSubscribed' || type === 'WebhookEnabled') return { state: 'active' };
    if (type === 'WebhookDisabled') return { state: 'disabled' };
    return type === 'WebhookRemoved' ? { state: 'removed' } : state;
  },
  decide: (command, { state }) => {
    if (command.type === 'Subscribe') {
      const { url, events, description, after } = command;
      return state === 'absent'
        ? follow({ type: 'WebhookSubscribed', payload: { url, events, description, after } })
        : refuse('wrong-state', { state, needed: 'absent' });
    }
    if (state !== 'active' && state !== 'disabled')
      return refuse('wrong-state', { state, needed: 'active, disabled' });
    switch (command.type) {
      case 'Replay':
        return follow({ type: 'WebhookReplayed', payload: { after: command.after } });
      case 'Disable':
        return state === 'disabled'
          ? follow()
          : follow({ type: 'WebhookDisabled', payload: { reason: command.reason } });
      case 'Enable':
        return state === 'active' ? follow() : follow({ type: 'WebhookEnabled', payload: {} });
      case 'Test':
        return follow({ type: 'WebhookTestAsked', payload: {} });
      case 'Remove':
        return follow({ type: 'WebhookRemoved', payload: {} });
    }
  },
};
