import { hash } from 'node:crypto';
import { listBook, MOST_ENTRIES, type ListContent } from '../domain/list-book.ts';
import { session as sessions } from '../domain/session.ts';
import type { Facts } from '../flows/facts.ts';
import type { StationDeps } from './deps.ts';
import type { StationSettings } from './facts.ts';
import { handOverOf, movementOf } from './hand-overs.ts';

/** What a flow may know of lists: what a session moved, line by line, and the year's book. */
export const listFacts = (
  { config, views, ledger, desk }: StationDeps,
  station: StationSettings,
): ((now: number) => Pick<Facts, 'list' | 'listBook' | 'digest'>) => {
  const { name: site, language, timeZone } = config.site;
  const entryOf = (kind: 'drop' | 'pickup', session: string, docket: string) => {
    const proof = handOverOf(ledger.stream(`consignment:${docket}`), kind, session);
    const movement = proof && movementOf(kind, proof);
    const row = views.consignment(docket);
    if (!row || !proof || !movement) return [];
    const { number, urgency, copy, copies, department, issuers } = row;
    const receiver = views.department(department)?.name ?? department;
    return [
      {
        ...{ movement, docket, number, urgency, copy: `${copy}/${copies}` },
        party: (movement === 'collected' ? (issuers[0] ?? '') : receiver).slice(0, 100),
        ...{ compartment: proof.payload.compartment, at: proof.time, sequence: proof.sequence },
      },
    ];
  };
  return (now) => ({
    list: (kind, session, dockets): ListContent | null => {
      const entries = dockets.flatMap((docket) => entryOf(kind, session, docket)).slice(0, MOST_ENTRIES);
      if (entries.length === 0) return null;
      const number = desk.state(sessions, session).state.started?.person ?? '';
      return {
        ...{
          kind,
          unit: site,
          language,
          timeZone,
          issuedAt: new Date(now).toISOString(),
          from: null,
          to: null,
        },
        person: { number, name: views.person(number)?.name ?? number },
        ...{ place: station.name, entries },
      };
    },
    listBook: (year) => desk.state(listBook, year).state,
    digest: (text) => hash('sha256', text),
  });
};
