import { canonicalize } from '../ledger/canonical.ts';
import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { ReadModels, WebhookRow } from '../ports/read-models.ts';
import { keyOf } from './page.ts';

export const webhooks: Projection = {
  name: 'webhooks',
  revision: 1,
  tables: `
    CREATE TABLE view_webhook (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, row TEXT NOT NULL) STRICT;`,
  prepare(db) {
    const put = db.prepare(
      `INSERT INTO view_webhook (sequence, id, row) VALUES (:sequence, :id, :row)
       ON CONFLICT (id) DO UPDATE SET row = :row`,
    );
    const kept = db.prepare<{ id: string }, string>('SELECT row FROM view_webhook WHERE id = :id').pluck();
    const change = db.prepare('UPDATE view_webhook SET row = :row WHERE id = :id');
    const remove = db.prepare('DELETE FROM view_webhook WHERE id = :id');
    const alter = (id: string, more: Partial<WebhookRow>): void => {
      const row = kept.get({ id });
      if (row !== undefined) change.run({ id, row: canonicalize({ ...read(row), ...more }) });
    };
    return {
      WebhookSubscribed({ sequence, stream, time: createdAt, actor: createdBy, payload }) {
        const id = keyOf(stream);
        const { after: from, ...told } = payload;
        const row: WebhookRow = { ...told, id, from, state: 'active', reason: null, createdAt, createdBy };
        put.run({ sequence, id, row: canonicalize(row) });
      },
      WebhookReplayed: ({ stream, payload }) => alter(keyOf(stream), { from: payload.after }),
      WebhookDisabled: ({ stream, payload }) =>
        alter(keyOf(stream), { state: 'disabled', reason: payload.reason }),
      WebhookEnabled: ({ stream }) => alter(keyOf(stream), { state: 'active', reason: null }),
      WebhookRemoved: ({ stream }) => void remove.run({ id: keyOf(stream) }),
    };
  },
};

const read = (row: string): WebhookRow => JSON.parse(row) as WebhookRow;

export const webhookQueries = (db: Connection): Pick<ReadModels, 'webhook' | 'webhooks'> => {
  const one = db.prepare<{ id: string }, string>('SELECT row FROM view_webhook WHERE id = :id').pluck();
  const all = db.prepare<[], string>('SELECT row FROM view_webhook ORDER BY sequence').pluck();
  return {
    webhook(id) {
      const row = one.get({ id });
      return row === undefined ? undefined : read(row);
    },
    webhooks: () => all.all().map(read),
  };
};
