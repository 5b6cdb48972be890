import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { AnyStoredEvent } from '../ports/ledger.ts';
import { incidentIdentity } from '../domain/reconciliation/incidents.ts';
import type { Incident } from '../domain/reconciliation/facts.ts';
import { differenceId, type ReconciliationFacts } from '../ports/reconciliation.ts';
import { keyOf } from './page.ts';

type Seen = Partial<Incident> & Pick<Incident, 'type'>;

/** What happened at boxes that only a person can explain, until one did or a stock-take of the box told anew. */
export const incidents: Projection = {
  name: 'incidents',
  revision: 1,
  tables: `
    CREATE TABLE view_incident (
      id TEXT PRIMARY KEY,
      sequence INTEGER NOT NULL,
      at TEXT NOT NULL,
      compartment TEXT,
      type TEXT NOT NULL,
      subject TEXT,
      dockets TEXT NOT NULL,
      expected INTEGER,
      found INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX view_incident_compartment ON view_incident (compartment);`,
  prepare(db) {
    const insert = db.prepare(
      `INSERT OR IGNORE INTO view_incident (id, sequence, at, compartment, type, subject, dockets, expected, found)
       VALUES (:id, :sequence, :at, :compartment, :type, :subject, :dockets, :expected, :found)`,
    );
    const forget = db.prepare('DELETE FROM view_incident WHERE id = :id');
    const renew = db.prepare('DELETE FROM view_incident WHERE compartment = :compartment');
    const pickup = db
      .prepare<{ compartment: string; intent: string }, number>(
        `SELECT 1 FROM view_compartment WHERE id = :compartment
           AND json_extract(state, '$.attempt.intent') = :intent AND json_extract(state, '$.attempt.reason') = 'pickup'`,
      )
      .pluck();
    const note = ({ sequence, time: at }: AnyStoredEvent, seen: Seen): void => {
      const incident = {
        ...{ compartment: null, subject: null, dockets: [], expected: null, found: null, ...seen },
      };
      const id = differenceId(incidentIdentity(incident));
      insert.run({ ...incident, id, sequence, at, dockets: JSON.stringify(incident.dockets) });
    };
    const slot = (
      event: AnyStoredEvent & { payload: { alarm: string; kind: string; compartment: string | null } },
    ) => {
      const { kind, compartment, alarm: subject } = event.payload;
      if (kind === 'wrong-compartment') note(event, { type: 'slot', compartment, subject });
    };
    return {
      VisitSettled(event) {
        const { compartment, intent, moved, counted } = event.payload;
        // What a hand takes out of the door does not pass the slot: only drops and returns are counted.
        if (counted === null || counted === moved.length || pickup.get({ compartment, intent })) return;
        const numbers = { expected: moved.length, found: counted };
        note(event, { type: 'count', compartment, subject: intent, dockets: moved, ...numbers });
      },
      AlarmRaised: slot,
      StationAlarmRaised: slot,
      ScanJudged(event) {
        const { verdict, docket } = event.payload;
        if (verdict === 'not-registered' && docket !== null)
          note(event, { type: 'unknown-code', dockets: [docket] });
      },
      StockTakeCounted(event) {
        const { compartment, missing, unexpected, unreadable } = event.payload;
        const seen = { compartment, subject: keyOf(event.stream) };
        // Whatever happened there before, this is what was found.
        renew.run({ compartment });
        for (const docket of missing) note(event, { ...seen, type: 'missing', dockets: [docket] });
        for (const docket of unexpected) note(event, { ...seen, type: 'unexpected', dockets: [docket] });
        if (unreadable > 0) note(event, { ...seen, type: 'unreadable', expected: 0, found: unreadable });
      },
      DifferenceSettled: ({ stream }) => void forget.run({ id: keyOf(stream) }),
    };
  },
};

export const incidentQueries = (db: Connection): Pick<ReconciliationFacts, 'incidents'> => {
  const all = db.prepare<[], Omit<Incident, 'dockets'> & { dockets: string }>(
    `SELECT sequence, at, compartment, type, subject, dockets, expected, found FROM view_incident
     ORDER BY sequence, id`,
  );
  return {
    incidents: () => all.all().map((row) => ({ ...row, dockets: JSON.parse(row.dockets) as string[] })),
  };
};
