import { z } from 'zod';
import { id } from './config-devices.ts';

/** Where messages go, docs/messages.md. Secrets are never here: `…Env` names an environment variable that holds one. */
const env = z.string().regex(/^[A-Z][A-Z0-9_]*$/);
const httpUrl = z.url({ protocol: /^https?$/ });
const perMinute = (fallback: number | null) => z.int().min(2).max(600).nullable().default(fallback);

const common = {
  id,
  /** Whose messages go here: of these departments; null for every one. */
  departments: z.array(id).min(1).nullable().default(null),
  /** For whom: those who collect, heads of departments, supervisors. */
  levels: z
    .array(z.enum(['collector', 'head', 'supervisor']))
    .min(1)
    .default(['collector', 'head', 'supervisor']),
  tells: z
    .array(z.enum(['deposits', 'chasing', 'digests', 'visits']))
    .min(1)
    .default(['deposits', 'chasing', 'digests', 'visits']),
};

const webhook = z.strictObject({
  ...common,
  kind: z.literal('webhook'),
  url: httpUrl,
  /** The signing secret of Standard Webhooks, `whsec_…`. */
  secretEnv: env,
  perMinute: perMinute(null),
});
const email = z.strictObject({
  ...common,
  kind: z.literal('email'),
  host: z.string().min(1).max(253),
  port: z.int().min(1).max(65_535).default(587),
  /** `tls` from the first byte, `starttls` or nothing, `none` only to this machine itself. */
  security: z.enum(['tls', 'starttls', 'none']).default('starttls'),
  user: z.string().min(1).max(200).nullable().default(null),
  passwordEnv: env.nullable().default(null),
  from: z.email().max(200),
  perMinute: perMinute(60),
});
const robot = {
  ...common,
  /** The whole address of the robot: its key is part of it. */
  urlEnv: env,
  perMinute: z.int().min(2).max(20).default(20),
};
const wecom = z.strictObject({ ...robot, kind: z.literal('wecom') });
const dingtalk = z.strictObject({
  ...robot,
  kind: z.literal('dingtalk'),
  secretEnv: env.nullable().default(null),
});
const feishu = z.strictObject({
  ...robot,
  kind: z.literal('feishu'),
  secretEnv: env.nullable().default(null),
});
/** A template of one HTTP request; `{{phone}}`, `{{text}}`, `{{id}}`, `{{secret}}`, `{{time}}` are filled in. */
const sms = z.strictObject({
  ...common,
  kind: z.literal('sms'),
  method: z.enum(['POST', 'GET']).default('POST'),
  url: z.string().regex(/^https?:\/\/[^/{}]+/),
  contentType: z
    .enum(['application/json', 'application/xml', 'application/x-www-form-urlencoded'])
    .default('application/json'),
  headers: z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9-]*$/), z.string().max(500)).default({}),
  body: z.string().max(4000).default(''),
  secretEnv: env.nullable().default(null),
  /** Where a JSON answer says that the message was taken; null: any 2xx says so. */
  taken: z
    .strictObject({ path: z.string().regex(/^[\w.-]+$/), equals: z.string().max(60) })
    .nullable()
    .default(null),
  perMinute: perMinute(60),
});

export const channelConfig = z.discriminatedUnion('kind', [webhook, email, wecom, dingtalk, feishu, sms]);
export type ChannelConfig = z.output<typeof channelConfig>;
export type SmsTemplate = Extract<ChannelConfig, { kind: 'sms' }>;
