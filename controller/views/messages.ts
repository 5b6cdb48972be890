import type { MessageSubject } from '../domain/message.ts';
import { canonicalize } from '../ledger/canonical.ts';
import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { ChannelRecord, MessageRow, MessageViews, ToldRow } from '../ports/messages.ts';
import { keyOf, paged } from './page.ts';

/**
 * Messages, what each channel did last, and for each piece who was told of it: `at` is when somebody was, or is about
 * to be; null when it came to nothing.
 */
export const messages: Projection = {
  name: 'messages',
  revision: 1,
  tables: `
    CREATE TABLE view_message (
      sequence INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      channel TEXT NOT NULL,
      row TEXT NOT NULL,
      state TEXT NOT NULL,
      attempts INTEGER NOT NULL,
      why TEXT,
      waitingSince TEXT NOT NULL,
      changedAt TEXT NOT NULL
    ) STRICT;
    CREATE INDEX view_message_waiting ON view_message (channel, sequence) WHERE state = 'waiting';
    CREATE INDEX view_message_dead ON view_message (channel, sequence) WHERE state = 'dead';
    CREATE INDEX view_message_undelivered ON view_message (state, sequence) WHERE state <> 'delivered';
    CREATE TABLE view_told (
      docket TEXT NOT NULL,
      message INTEGER NOT NULL,
      place INTEGER NOT NULL,
      kind TEXT NOT NULL,
      level TEXT NOT NULL,
      channel TEXT NOT NULL,
      person TEXT,
      clock TEXT,
      due TEXT,
      since INTEGER NOT NULL,
      at TEXT,
      PRIMARY KEY (docket, message, place)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE view_channel (
      channel TEXT PRIMARY KEY,
      deliveredAt TEXT,
      failedAt TEXT,
      why TEXT
    ) STRICT, WITHOUT ROWID;`,
  prepare(db) {
    const insert = db.prepare(
      `INSERT INTO view_message (sequence, id, channel, row, state, attempts, waitingSince, changedAt)
       VALUES (:sequence, :id, :channel, :row, 'waiting', 0, :time, :time)`,
    );
    const tell = db.prepare(
      `INSERT INTO view_told (docket, message, place, kind, level, channel, person, clock, due, since, at)
       VALUES (:docket, :message, :place, :kind, :level, :channel, :person, :clock, :due, :since, :time)`,
    );
    const find = db.prepare<{ id: string }, { sequence: number; channel: string; row: string }>(
      'SELECT sequence, channel, row FROM view_message WHERE id = :id',
    );
    const change = db.prepare(
      `UPDATE view_message SET state = :state, why = :why, changedAt = :time,
         waitingSince = iif(:state = 'waiting', :time, waitingSince), attempts = iif(:state = 'waiting', 0, attempts)
       WHERE id = :id`,
    );
    const fail = db.prepare(
      'UPDATE view_message SET attempts = :attempt, why = :why, changedAt = :time WHERE id = :id',
    );
    const told = db.prepare('UPDATE view_told SET at = :at WHERE docket = :docket AND message = :message');
    const channel = db.prepare(
      `INSERT INTO view_channel (channel, deliveredAt, failedAt, why) VALUES (:channel, :deliveredAt, :failedAt, :why)
       ON CONFLICT DO UPDATE SET deliveredAt = coalesce(:deliveredAt, deliveredAt),
         failedAt = coalesce(:failedAt, failedAt), why = coalesce(:why, why)`,
    );
    interface Ended {
      readonly id: string;
      readonly time: string;
      readonly state: MessageRow['state'];
      readonly why: string | null;
    }
    /** `at` of every piece: of those it was told of, and of the others. */
    const end = (ended: Ended, at: string | null, dockets?: readonly string[]): void => {
      change.run(ended);
      const found = find.get({ id: ended.id });
      if (!found) return;
      const { about } = JSON.parse(found.row) as { readonly about: readonly MessageSubject[] };
      const those = dockets && new Set(dockets);
      for (const { docket } of about)
        told.run({ docket, message: found.sequence, at: !those || those.has(docket) ? at : null });
    };
    return {
      MessageDecided({ sequence, stream, version, time, payload }) {
        if (version !== 1) return;
        const { about, channel: id, kind, level, person } = payload;
        insert.run({ sequence, id: keyOf(stream), channel: id, row: canonicalize(payload), time });
        about.forEach((piece, place) => {
          tell.run({ ...piece, message: sequence, place, kind, level, channel: id, person, time });
        });
      },
      MessageDelivered({ stream, time, payload: { dockets, attempt } }) {
        const id = keyOf(stream);
        fail.run({ id, attempt, why: null, time });
        end({ id, time, state: 'delivered', why: null }, time, dockets);
        const found = find.get({ id });
        if (found) channel.run({ channel: found.channel, deliveredAt: time, failedAt: null, why: null });
      },
      MessageAttemptFailed({ stream, time, payload: { attempt, why } }) {
        const id = keyOf(stream);
        fail.run({ id, attempt, why, time });
        const found = find.get({ id });
        if (found) channel.run({ channel: found.channel, deliveredAt: null, failedAt: time, why });
      },
      MessageDropped: ({ stream, time, payload: { why } }) =>
        end({ id: keyOf(stream), time, state: 'dropped', why }, null),
      MessageGivenUp: ({ stream, time, payload: { why } }) =>
        end({ id: keyOf(stream), time, state: 'dead', why }, null),
      MessageReplayed: ({ stream, time }) =>
        end({ id: keyOf(stream), time, state: 'waiting', why: null }, time),
    };
  },
};

type Stored = Pick<
  MessageRow,
  'sequence' | 'id' | 'state' | 'attempts' | 'why' | 'waitingSince' | 'changedAt'
> & {
  readonly row: string;
  readonly decidedAt?: string;
};
type Details = Pick<
  MessageRow,
  'channel' | 'kind' | 'level' | 'department' | 'person' | 'occasion' | 'about'
>;
const read = ({ row, ...own }: Stored): MessageRow => ({ ...own, ...(JSON.parse(row) as Details) });

const columns = 'sequence, id, row, state, attempts, why, waitingSince, changedAt';
interface Range {
  readonly before: number;
  readonly limit: number;
}

export const messageQueries = (db: Connection): MessageViews => {
  const select = <P extends object>(rest: string) =>
    db.prepare<P, Stored>(`SELECT ${columns} FROM view_message ${rest}`);
  const one = select<{ id: string }>('WHERE id = :id');
  const waiting = select<{ channel: string }>(
    "WHERE state = 'waiting' AND channel = :channel ORDER BY sequence",
  );
  const all = select<Range>('WHERE sequence < :before ORDER BY sequence DESC LIMIT :limit');
  // The condition of the partial index, word for word: only then does SQLite see that it serves.
  const ofState = (state: Exclude<MessageRow['state'], 'delivered'>) =>
    select<Range>(
      `INDEXED BY view_message_undelivered WHERE state = '${state}' AND state <> 'delivered'
         AND sequence < :before ORDER BY sequence DESC LIMIT :limit`,
    );
  const pages: Readonly<Record<MessageRow['state'], ReturnType<typeof ofState>>> = {
    waiting: ofState('waiting'),
    dead: ofState('dead'),
    dropped: ofState('dropped'),
    // Nearly every row of an old ledger.
    delivered: select<Range>(
      "WHERE state = 'delivered' AND sequence < :before ORDER BY sequence DESC LIMIT :limit",
    ),
  };
  const told = db.prepare<{ docket: string }, ToldRow>(
    `SELECT message, kind, level, channel, person, clock, due, since, at FROM view_told
     WHERE docket = :docket ORDER BY message, place`,
  );
  const channel = db.prepare<{ channel: string }, Omit<ChannelRecord, 'waiting' | 'dead'>>(
    'SELECT deliveredAt, failedAt, why FROM view_channel WHERE channel = :channel',
  );
  const count = (state: 'waiting' | 'dead') =>
    db
      .prepare<{ channel: string }, number>(
        `SELECT count(*) FROM view_message WHERE state = '${state}' AND channel = :channel`,
      )
      .pluck();
  const dead = (of: string) =>
    db
      .prepare<object, string>(`SELECT id FROM view_message INDEXED BY ${of} ORDER BY sequence LIMIT :limit`)
      .pluck();
  const deadOf = dead("view_message_dead WHERE state = 'dead' AND channel = :channel");
  const deadOfAll = dead("view_message_undelivered WHERE state = 'dead' AND state <> 'delivered'");
  const counts = { waiting: count('waiting'), dead: count('dead') };
  return {
    message(id) {
      const row = one.get({ id });
      return row && read(row);
    },
    waitingMessages: (id) => waiting.all({ channel: id }).map(read),
    messages: (request, state) =>
      paged(request, (range) => (state === undefined ? all : pages[state]).all(range).map(read)),
    deadMessages: (id, limit) =>
      id === null ? deadOfAll.all({ limit }) : deadOf.all({ channel: id, limit }),
    toldOf: (docket) => told.all({ docket }),
    channelRecord: (id) => ({
      ...(channel.get({ channel: id }) ?? { deliveredAt: null, failedAt: null, why: null }),
      ...{ waiting: counts.waiting.get({ channel: id }) ?? 0, dead: counts.dead.get({ channel: id }) ?? 0 },
    }),
  };
};
