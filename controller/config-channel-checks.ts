import type { Finding } from './config-finding.ts';
import type { JsonPath } from './config-json.ts';
import type { SiteConfig } from './config-schema.ts';
import type { ChannelConfig, SmsTemplate } from './config-channels.ts';
import { fillBody, fillUrl, strangers, type SmsValues } from './config-sms.ts';

/** What contradicts itself in the channels of a configuration. */
export const messageChannels = ({ channels }: SiteConfig): Finding[] =>
  channels.flatMap((channel, index) => {
    const at = (field: string): JsonPath => ['channels', index, field];
    if (channel.kind === 'email') return mail(channel, at);
    return channel.kind === 'sms' ? template(channel, at) : [];
  });

type At = (field: string) => JsonPath;
const loopback = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

const mail = (
  { host, security, user, passwordEnv }: Extract<ChannelConfig, { kind: 'email' }>,
  at: At,
): Finding[] => [
  ...(security === 'none' && !loopback.test(host)
    ? [
        {
          path: at('security'),
          value: security,
          fix: 'use starttls or tls: only this machine may be spoken to in plain text',
        },
      ]
    : []),
  ...(user !== null && passwordEnv === null
    ? [
        {
          path: at('passwordEnv'),
          value: null,
          fix: `name the environment variable that holds the password of ${user}`,
        },
      ]
    : []),
];

/** Values that break whatever is not escaped. */
const nasty: SmsValues = {
  ...{ phone: '+8613800000000', text: '"\\<>&\'{}]\n%', id: 'msg_1', secret: '"s', time: '2026-06-18' },
};
const template = (sms: SmsTemplate, at: At): Finding[] => {
  const fields: readonly (readonly [string, string])[] = [
    ['url', sms.url],
    ['body', sms.body],
    ...Object.entries(sms.headers).map(([name, value]) => [`headers.${name}`, value] as const),
  ];
  const unknown = fields.flatMap(([field, value]) =>
    strangers(value).map((name) => ({
      ...{ path: at(field), value: `{{${name}}}` },
      fix: 'use {{phone}}, {{text}}, {{id}}, {{secret}} or {{time}}',
    })),
  );
  if (unknown.length > 0) return unknown;
  const all = sms.url + (sms.method === 'POST' ? sms.body : '');
  const missing = (['phone', 'text'] as const).filter(
    (name) => !new RegExp(`\\{\\{\\s*${name}\\s*\\}\\}`).test(all),
  );
  return [
    ...missing.map((name) => ({
      ...{
        path: at(sms.method === 'POST' ? 'body' : 'url'),
        value: null,
        fix: `write {{${name}}} where the gateway wants it`,
      },
    })),
    ...(URL.canParse(fillUrl(sms.url, nasty))
      ? []
      : [
          {
            path: at('url'),
            value: sms.url,
            fix: 'write an http:// or https:// address; {{…}} may stand in its path and query',
          },
        ]),
    ...(sms.method === 'POST' &&
    sms.contentType === 'application/json' &&
    !isJson(fillBody(sms.body, sms.contentType, nasty))
      ? [{ path: at('body'), value: sms.body.slice(0, 60), fix: 'write JSON, every {{…}} inside quotes' }]
      : []),
  ];
};
const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};
