import { hash } from 'node:crypto';
import { listBook, MOST_ENTRIES, type ListContent } from '../domain/list-book.ts';
import { session as sessions } from '../domain/session.ts';
import type { Facts } from '../flows/facts.ts';
import type { StationDeps } from './deps.ts';
import type { StationSettings } from './facts.ts';

/** What a flow may know of lists: what a session moved, line by line, and the year's book. */
export const listFacts = (
  { config, views, ledger, desk }: StationDeps,
  station: StationSettings,
): ((now: number) => Pick<Facts, 'list' | 'listBook' | 'digest'>) => {
  const { name: site, language, timeZone } = config.site;
  const entryOf = (kind: 'drop' | 'pickup', session: string, docket: string) => {
    const type = kind === 'drop' ? 'ConsignmentDeposited' : 'ConsignmentCollected';
    const proof = ledger
      .stream(`consignment:${docket}`)
      .findLast((event) => event.type === type && event.payload.session === session);
    const row = views.consignment(docket);
    if (!row || (proof?.type !== 'ConsignmentDeposited' && proof?.type !== 'ConsignmentCollected')) return [];
    const { number, urgency, copy, copies, department, issuers } = row;
    const receiver = views.department(department)?.name ?? department;
    return [
      {
        movement: kind === 'drop' ? ('deposited' as const) : ('collected' as const),
        ...{ docket, number, urgency, copy: `${copy}/${copies}` },
        party: (kind === 'drop' ? receiver : (issuers[0] ?? '')).slice(0, 100),
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
