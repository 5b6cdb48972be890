import type { ChannelView, MessageView } from '#controller/api/contract/messages.ts';

const quiet = { waiting: 0, dead: 0, failedAt: null, why: null, restsUntil: null };
export const channels: readonly ChannelView[] = [
  {
    ...{ ...quiet, id: 'oa', kind: 'webhook', personal: false, condition: 'good' },
    deliveredAt: '2026-06-18T01:00:05.000Z',
  },
  {
    ...{ id: 'mail', kind: 'email', personal: true, condition: 'resting', waiting: 12, dead: 1 },
    deliveredAt: '2026-06-17T01:00:05.000Z',
    failedAt: '2026-06-18T01:05:00.000Z',
    ...{ why: 'ECONNREFUSED', restsUntil: '2026-06-18T01:10:00.000Z' },
  },
  { ...quiet, id: 'group', kind: 'dingtalk', personal: false, condition: 'unused', deliveredAt: null },
];
const message: MessageView = {
  ...{ id: 'msg_1', channel: 'group', kind: 'digest', level: 'supervisor', department: null },
  ...{ departmentName: null, person: null, dockets: ['2026000000000017', '2026000000000025'] },
  ...{ state: 'waiting', attempts: 0, why: null },
  ...{ waitingSince: '2026-06-18T01:00:00.000Z', changedAt: '2026-06-18T01:00:00.000Z' },
};
export const waiting: readonly MessageView[] = [message];
export const dead: readonly MessageView[] = [
  {
    ...message,
    ...{ id: 'msg_2', channel: 'mail', kind: 'overdue', level: 'collector', department: 'bgs' },
    ...{ departmentName: '市政府办公室', person: { number: '1001', name: '张三' }, state: 'dead' },
    ...{ attempts: 5, why: 'RCPT TO answered 550' },
  },
  { ...message, id: 'msg_3', state: 'dead', attempts: 5, why: 'errcode 310000' },
];
