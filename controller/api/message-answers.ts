import { z } from 'zod';
import type * as contract from './contract/messages.ts';

/** What the message routes answer, as schemas for the OpenAPI document. */
type Is<T> = z.ZodType<T>;
const text = z.string();

export const channelView = z.object({
  id: text,
  kind: z.enum(['webhook', 'email', 'wecom', 'dingtalk', 'feishu', 'sms']),
  personal: z.boolean(),
  condition: z.enum(['good', 'resting', 'failing', 'unused']),
  waiting: z.int(),
  dead: z.int(),
  deliveredAt: text.nullable(),
  failedAt: text.nullable(),
  why: text.nullable(),
  restsUntil: text.nullable(),
}) satisfies Is<contract.ChannelView>;
export const messageView = z.object({
  id: text,
  channel: text,
  kind: z.enum(['deposited', 'reminder', 'overdue', 'escalation', 'digest', 'visit', 'test']),
  level: z.enum(['collector', 'head', 'supervisor']),
  department: text.nullable(),
  departmentName: text.nullable(),
  person: z.object({ number: text, name: text }).nullable(),
  dockets: z.array(text),
  state: z.enum(['waiting', 'delivered', 'dropped', 'dead']),
  attempts: z.int(),
  why: text.nullable(),
  waitingSince: text,
  changedAt: text,
}) satisfies Is<contract.MessageView>;
export const replayedView = z.object({
  replayed: z.int(),
  left: z.int(),
}) satisfies Is<contract.ReplayedView>;
export const reachView = z.object({
  email: text.nullable(),
  phone: text.nullable(),
  standIn: z.object({ person: text, from: text, until: text }).nullable(),
}) satisfies Is<contract.ReachView>;
export const headView = z.object({ person: text.nullable() }) satisfies Is<contract.HeadView>;
