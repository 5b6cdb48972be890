import { z } from 'zod';

/** Messages and how people are reached, docs/messages.md. Pages share these with the API. */
const number = z
  .string()
  .trim()
  .regex(/^[0-9A-Za-z]{1,20}$/);

/** The person to whom a test goes on a channel that is personal; left out for groups and programs. */
export const sendTest = z.strictObject({ person: number.optional() });
/** What is left out stays as it is; null forgets it. */
export const setContacts = z.strictObject({
  email: z.email().max(200).nullable().optional(),
  phone: z
    .string()
    .trim()
    .regex(/^\+?[0-9]{5,20}$/)
    .nullable()
    .optional(),
});
/** Both days included, on the site's clocks. */
export const nameStandIn = z.strictObject({ person: number, from: z.iso.date(), until: z.iso.date() });
export const nameHead = z.strictObject({ person: number.nullable() });

/** Of which channel; left out: of all. */
export const replayAll = z.strictObject({ channel: z.string().min(1).max(64).optional() }).prefault({});
export interface ReplayedView {
  /** How many are on their way again. */
  readonly replayed: number;
  /** How many are left at least: ask once more. */
  readonly left: number;
}
export interface ChannelView {
  readonly id: string;
  readonly kind: 'webhook' | 'email' | 'wecom' | 'dingtalk' | 'feishu' | 'sms';
  /** Goes to people one by one: a test needs one. */
  readonly personal: boolean;
  /** `resting`: it is down and tried again at `restsUntil`; `unused`: nothing was sent yet. */
  readonly condition: 'good' | 'resting' | 'failing' | 'unused';
  readonly waiting: number;
  readonly dead: number;
  readonly deliveredAt: string | null;
  readonly failedAt: string | null;
  readonly why: string | null;
  readonly restsUntil: string | null;
}
export interface MessageView {
  readonly id: string;
  readonly channel: string;
  readonly kind: 'deposited' | 'reminder' | 'overdue' | 'escalation' | 'digest' | 'visit' | 'test';
  readonly level: 'collector' | 'head' | 'supervisor';
  readonly department: string | null;
  readonly departmentName: string | null;
  /** Who it is for; null for a group or a program. */
  readonly person: { readonly number: string; readonly name: string } | null;
  readonly dockets: readonly string[];
  readonly state: 'waiting' | 'delivered' | 'dropped' | 'dead';
  readonly attempts: number;
  readonly why: string | null;
  readonly waitingSince: string;
  readonly changedAt: string;
}
export interface ReachView {
  readonly email: string | null;
  readonly phone: string | null;
  readonly standIn: { readonly person: string; readonly from: string; readonly until: string } | null;
}
export interface HeadView {
  readonly person: string | null;
}
