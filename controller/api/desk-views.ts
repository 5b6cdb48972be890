import type { SiteConfig } from '../config-schema.ts';
import { actsFor, sightOf } from '../domain/sight.ts';
import { pickupDepartments, type Permitted } from '../domain/access.ts';
import { instantOf } from '../ports/clock.ts';
import type { ConsignmentRow, PersonRow } from '../ports/read-models.ts';
import type { CollectedPiece, DeskView, FoundPiece, WaitingPiece } from './contract/desk.ts';
import type { ApiDeps } from './http/deps.ts';

/** Most pieces of one sort on a page for a phone. */
export const MOST_AT_A_DESK = 200;
type Deps = Pick<ApiDeps, 'config' | 'views' | 'clock' | 'ledger'>;

/** Cabinet and box as people call them, `1号柜 3`; null for none. */
const placeOf = (config: SiteConfig, compartment: string | null): string | null => {
  for (const { name, compartments } of config.cabinets)
    for (const { id, number } of compartments) if (id === compartment) return `${name} ${number}`;
  return compartment;
};

const shared = ({ views }: Deps, row: ConsignmentRow) => ({
  ...{ docket: row.docket, number: row.number, urgency: row.urgency, copy: row.copy, copies: row.copies },
  department: { code: row.department, name: views.department(row.department)?.name ?? row.department },
});

const STRUCK_OFF = { due: null, paused: false };
/** The clock that runs for a piece: `due` is null without one, and while it stands still. */
const clockOf = ({ views }: Deps, docket: string, name: 'sign-for' | 'handling') => {
  const row = views
    .deadlinesOf(docket)
    .findLast(({ clock, metAt, struckAt }) => clock === name && metAt === null && struckAt === null);
  return { due: row === undefined || row.paused ? null : row.dueAt, paused: Boolean(row?.paused) };
};

/** Everything that waits at the desk of this person's departments; titles are theirs to see. */
export const deskViewOf = (deps: Deps, person: PersonRow | undefined): DeskView => {
  const { views, config, clock } = deps;
  const codes = person ? pickupDepartments(person) : [];
  const nameOf = (number: string): string => views.person(number)?.name ?? number;
  const own = (row: ConsignmentRow) => ({
    ...shared(deps, row),
    ...{ title: row.title, issuers: [...row.issuers] },
  });
  const waiting = codes.length === 0 ? [] : views.waitingFor(codes);
  const collected = codes.length === 0 ? [] : views.atDesks(codes, MOST_AT_A_DESK);
  return {
    asOf: instantOf(clock),
    departments: codes.map((code) => ({
      ...{ code, name: views.department(code)?.name ?? code },
      as: (person && actsFor(person, code)) ?? 'member',
    })),
    waiting: waiting.slice(0, MOST_AT_A_DESK).map((row): WaitingPiece => ({
      ...{ ...own(row), ...clockOf(deps, row.docket, 'sign-for') },
      ...{ place: placeOf(config, row.compartment), depositedAt: row.depositedAt },
    })),
    collected: collected.map((row): CollectedPiece => ({
      ...{ ...own(row), ...(row.state === 'handled' ? STRUCK_OFF : clockOf(deps, row.docket, 'handling')) },
      ...{ collectedAt: row.collectedAt, collectedBy: nameOf(row.collectedBy) },
      ...{
        mine: row.collectedBy === person?.number,
        calledBack: row.recall !== null || (row.route?.ended ?? false),
      },
      ...{ signedAt: row.signedAt, signedBy: row.signedBy === null ? null : nameOf(row.signedBy) },
      ...{ handled: row.state === 'handled', instruction: row.instruction },
    })),
    more: {
      waiting: Math.max(0, waiting.length - MOST_AT_A_DESK),
      collected: codes.length === 0 ? 0 : views.countAtDesks(codes) - collected.length,
    },
  };
};

/** A piece as the person may see it who looks it up. */
export const foundPieceOf = (deps: Deps, row: ConsignmentRow, who: Permitted): FoundPiece => {
  const { views, config } = deps;
  const all = sightOf(who, row.department) === 'all';
  return {
    ...{ ...shared(deps, row), state: row.state, place: placeOf(config, row.compartment) },
    title: all ? row.title : null,
    issuers: all ? [...row.issuers] : null,
    instruction: all ? (views.atDesk(row.docket)?.instruction ?? null) : null,
    history: all ? historyOf(deps, row.docket) : null,
  };
};

const historyOf = ({ ledger, views, config }: Deps, docket: string): FoundPiece['history'] =>
  ledger.stream(`consignment:${docket}`).map(({ type, time, actor, payload }) => ({
    ...{ what: type, at: time, by: views.person(actor)?.name ?? actor },
    place: 'compartment' in payload ? placeOf(config, payload.compartment) : null,
  }));
