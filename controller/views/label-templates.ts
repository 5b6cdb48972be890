import type { LabelTemplate } from '../domain/label-template.ts';
import { canonicalize } from '../ledger/canonical.ts';
import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { ReadModels } from '../ports/read-models.ts';
import { keyOf } from './page.ts';

export const labelTemplates: Projection = {
  name: 'label-templates',
  revision: 1,
  tables: `
    CREATE TABLE view_label_template (
      stock TEXT PRIMARY KEY,
      template TEXT NOT NULL,
      savedAt TEXT NOT NULL,
      savedBy TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;`,
  prepare(db) {
    const put = db.prepare(
      `INSERT OR REPLACE INTO view_label_template (stock, template, savedAt, savedBy)
       VALUES (:stock, :template, :time, :actor)`,
    );
    const drop = db.prepare('DELETE FROM view_label_template WHERE stock = :stock');
    return {
      LabelTemplateSaved({ stream, payload, time, actor }) {
        put.run({ stock: keyOf(stream), template: canonicalize(payload), time, actor });
      },
      LabelTemplateReverted: ({ stream }) => void drop.run({ stock: keyOf(stream) }),
    };
  },
};

interface Stored {
  readonly template: string;
  readonly savedAt: string;
  readonly savedBy: string;
}

export const labelTemplateQueries = (db: Connection): Pick<ReadModels, 'labelTemplate'> => {
  const one = db.prepare<{ stock: string }, Stored>(
    'SELECT template, savedAt, savedBy FROM view_label_template WHERE stock = :stock',
  );
  return {
    labelTemplate(stock) {
      const row = one.get({ stock });
      return row && { ...row, template: JSON.parse(row.template) as LabelTemplate };
    },
  };
};
