import type { DirectoryUndoView, DirectoryView } from '#controller/api/contract/directory.ts';
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

const person = (key: string, name: string, was: string | null, field = 'departments') => ({
  ...{ what: 'person', does: was === null ? 'register' : 'change', key, name, fields: [field] },
  values: [{ field, was, becomes: 'fgw' }],
});
export const directory = {
  ...{ url: 'ldap://10.0.0.3', at: '05:30', held: false },
  settings: {
    ...{ startTls: true, ownCertificates: true, bind: 'cn=docketbox,ou=services,dc=gov', mostGone: 10 },
    departments: {
      ...{ base: 'ou=units,dc=gov', filter: '(objectClass=organizationalUnit)' },
      attributes: { code: 'businessCategory', name: 'ou' },
    },
    people: {
      ...{ base: 'ou=people,dc=gov', filter: '(objectClass=inetOrgPerson)', newRoles: ['collector'] },
      ...{ attributes: { number: 'employeeNumber', name: 'cn' }, roles: { 收文员: 'collector' } },
    },
  },
  syncs: [
    {
      ...{ sync: 4321, at: '2026-06-17T21:30:00.000Z', by: 'directory', undone: null },
      departments: { read: 61, registered: 0, changed: 1, gone: 0, back: 0 },
      people: { read: 412, registered: 2, changed: 5, gone: 1, back: 0 },
    },
    {
      ...{ sync: 4000, at: '2026-06-16T21:30:00.000Z', by: 'directory' },
      departments: { read: 61, registered: 0, changed: 0, gone: 0, back: 0 },
      people: { read: 410, registered: 0, changed: 40, gone: 0, back: 0 },
      undone: { at: '2026-06-17T01:00:00.000Z', by: '1000', reason: '目录中部门填错', left: 1 },
    },
  ],
  last: {
    ...{ at: '2026-06-17T21:30:00.000Z', by: 'directory', failed: null },
    done: {
      departments: { read: 61, registered: 0, changed: 1, gone: 0, back: 0 },
      people: { read: 412, registered: 2, changed: 5, gone: 1, back: 0 },
      problems: 1,
    },
  },
} as const satisfies DirectoryView;
/** What a trial finds. */
export const tried = {
  ...{ applied: false, ok: false, stopped: null, digest: 'ab'.repeat(32) },
  changes: [
    person('1007', '周静', null),
    person('1008', '李明', 'bgs'),
    { ...{ what: 'person', does: 'gone', key: '1009', name: '王五', fields: [] }, values: [] },
  ],
  problems: [
    { dn: 'uid=1010,ou=people,dc=gov', code: 'unknown-department', value: '没有的局' },
    { dn: '', code: 'last-registrar', value: '1000' },
  ],
};
/** What undoing the last sync comes to. */
export const undoing: DirectoryUndoView = {
  ...{ sync: 4321, applied: false },
  changes: [
    {
      ...{ what: 'person', does: 'change', key: '1008', name: '李明' },
      values: [{ field: 'departments', was: 'fgw', becomes: 'bgs' }],
    },
    { ...{ what: 'person', does: 'back', key: '1009', name: '王五' }, values: [] },
  ],
  left: [{ key: '1010', name: '赵六', code: 'changed-since', field: 'name', value: '赵六' }],
};
