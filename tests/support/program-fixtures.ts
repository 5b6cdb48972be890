import type { WebhookChoices, WebhookView } from '#controller/api/contract/webhooks.ts';

const origin = 'https://10.0.0.7';
export const choices: WebhookChoices = {
  origins: [origin, 'http://10.0.0.8:8080'],
  events: ['ConsignmentCollected', 'ConsignmentDeposited', 'DocumentRegistered'],
  head: 4711,
};
const webhook: WebhookView = {
  ...{ id: 'w1', url: `${origin}/docketbox`, events: [], description: '办公自动化系统', state: 'active' },
  ...{ reason: null, createdAt: '2026-06-01T01:00:00.000Z', createdBy: '1000', test: null, secret: null },
  progress: {
    ...{ delivered: 4700, waiting: 3, lastDeliveredAt: '2026-06-18T01:00:05.000Z' },
    failing: { since: '2026-06-18T01:00:20.000Z', attempts: 4, why: 'HTTP 503' },
    lastFailure: { at: '2026-06-18T01:02:56.000Z', why: 'HTTP 503' },
  },
};
export const webhooks: readonly WebhookView[] = [
  webhook,
  {
    ...{ ...webhook, id: 'w2', url: 'http://10.0.0.8:8080/archive', description: '', state: 'disabled' },
    ...{ events: ['ConsignmentCollected'], reason: '对方停机维护', progress: null },
    test: { at: '2026-06-18T01:05:00.000Z', state: 'not-taken', why: 'ECONNREFUSED' },
  },
];
export const added: WebhookView = {
  ...{ ...webhook, id: 'w3', progress: null, secret: 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=' },
};
