import type { SmsTemplate } from '../../config-channels.ts';
import type { Channel, OutgoingMessage, SendOutcome } from '../../ports/channel.ts';
import type { Clock } from '../../ports/clock.ts';
import { fillBody, fillHeader, fillUrl, type SmsValues } from '../../config-sms.ts';
import { HttpPost, outcomeOfStatus } from './http-post.ts';

/** An SMS gateway behind a template of one HTTP request; values are escaped for the place they stand in. */
export const sms = (settings: SmsTemplate, secret: string, clock: Clock): Channel => {
  const post = new HttpPost(clock);
  const { id, perMinute, method, contentType, headers, taken } = settings;
  return {
    ...{ id, perMinute, personal: 'phone' },
    async send(message) {
      const values = valuesOf(message, secret);
      const answer = await post.ask({
        method,
        url: fillUrl(settings.url, values),
        headers: {
          ...Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [name, fillHeader(value, values)]),
          ),
          ...(method === 'POST' ? { 'content-type': contentType } : {}),
        },
        body: fillBody(settings.body, contentType, values),
        readBody: taken !== null,
      });
      if (!('status' in answer)) return answer;
      const byStatus = outcomeOfStatus(answer);
      return byStatus.ok && taken !== null && !says(answer.body, taken) ? notTaken : byStatus;
    },
    close: () => post.close(),
  };
};

/** What a gateway wrote is not repeated: it may echo the number. */
const notTaken: SendOutcome = { ok: false, fault: 'refused', why: 'the gateway did not say that it took it' };

const valuesOf = ({ to, text, id, time }: OutgoingMessage, secret: string): SmsValues => ({
  ...{ phone: to ?? '', text, id, secret, time },
});

/** Whether the answer is one that the configuration calls taken. */
const says = (body: string, { path, equals }: NonNullable<SmsTemplate['taken']>): boolean => {
  try {
    let value: unknown = JSON.parse(body);
    for (const step of path.split('.'))
      value =
        typeof value === 'object' && value !== null && Object.hasOwn(value, step)
          ? (value as Record<string, unknown>)[step]
          : undefined;
    return value !== undefined && String(value) === equals;
  } catch {
    return false;
  }
};
