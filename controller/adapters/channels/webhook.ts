import type { Channel } from '../../ports/channel.ts';
import type { Clock } from '../../ports/clock.ts';
import { SignedPoster } from './standard-webhook.ts';

/** A program that is told in stable words (docs/messages.md), signed as Standard Webhooks says. */
export const webhook = (
  { id, url, perMinute }: { readonly id: string; readonly url: string; readonly perMinute: number | null },
  key: Uint8Array,
  clock: Clock,
): Channel => {
  const poster = new SignedPoster(clock);
  return {
    ...{ id, perMinute, personal: null },
    send({ id: message, attempt, time, event: { type, data } }) {
      const body = JSON.stringify({ type, timestamp: time, data: { ...data, attempt } });
      return poster.send({ url, id: message, body, key });
    },
    close: () => poster.close(),
  };
};
