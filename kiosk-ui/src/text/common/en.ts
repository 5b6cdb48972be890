import type { SameKeys } from '../words.ts';
import type { zhCN } from './zh-CN.ts';

export const en: SameKeys<typeof zhCN> = {
  'language.other': '中文',
  'urgency.none': 'Ordinary',
  'urgency.jiaji': 'Urgent',
  'urgency.teji': 'Most urgent',
  'urgency.pingji': 'Telegram, standard',
  'urgency.teti': 'Telegram, at once',
  'reason.wrong-recipient': 'Wrong recipient',
  'reason.over-level': 'Over-level',
  'reason.not-through-office': 'Not sent through the registry',
  'reason.format': 'Wrong format',
  'reason.duplicate': 'Duplicate',
  'reason.other': 'Other reason',
  'flow.drop': 'Drop off',
  'flow.pickup': 'Pick up',
  'flow.return': 'Bring back',
  'flow.take-in': 'Empty the returns',
  'flow.correct': 'Reverse a wrong drop',
  'flow.stock-take': 'Stock-take',
  'flow.send': 'Send out',
  'flow.fetch': 'Fetch what goes out',
  'age.now': 'just dropped off',
  'age.minutes': 'waiting {n} {n|minute|minutes}',
  'age.hours': 'waiting {n} {n|hour|hours}',
  'age.days': 'waiting {n} {n|day|days}',
  'failure.network':
    'The network is down and it is not known whether this was done. Once it is back, look at the current state before trying again.',
  'failure.unknown': 'This was not done ({code}). Try again; if it keeps failing, call a technician.',
};
