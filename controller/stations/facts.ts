import type { SiteConfig } from '../config-schema.ts';
import { compartment } from '../domain/compartment.ts';
import type { ConsignmentState } from '../domain/consignment.ts';
import type { Facts, Piece, Place } from '../flows/facts.ts';
import type { ConsignmentRow } from '../ports/read-models.ts';
import type { StationDeps } from './deps.ts';
import { withAbsent } from './absent.ts';
import { handOverOf } from './hand-overs.ts';
import { listFacts } from './lists.ts';
import type { Register } from './register.ts';

type Cabinet = SiteConfig['cabinets'][number];
export type StationSettings = Cabinet['stations'][number];
type CompartmentSettings = Cabinet['compartments'][number];

/** What only the other stations know. */
export interface Neighbours {
  elsewhere(station: string, person: string): string | null;
  attended(intent: string): boolean;
  minds(station: string, compartment: string): boolean;
}

/** Makes the facts of one step for one station. Everything is read when asked for, from the ledger's own views. */
export const factsOf = (
  deps: StationDeps,
  register: Register,
  cabinet: Cabinet,
  station: StationSettings,
  around: Neighbours,
) => {
  const { config, views, ledger } = deps;
  const places = new Map<string, Place>();
  for (const { id, compartments } of config.cabinets)
    for (const of of compartments) places.set(of.id, placeOf(deps, id, of));
  const cabinets = new Map(config.cabinets.map(({ id, name }) => [id, name]));

  const here: Facts['station'] = {
    id: station.id,
    cabinet: cabinet.id,
    door: station.door,
    flows: station.flows,
    receiptPrinter: station.receiptPrinter,
    sheetPrinter: station.sheetPrinter,
  };
  const lists = listFacts(deps, station);
  const fixed: Omit<Facts, 'now' | 'step' | 'list' | 'listBook' | 'digest'> = {
    station: here,
    timings: config.policies.timings,
    place: (id) => places.get(id),
    places: () => [...places.values()],
    piece: (docket) => pieceOf(views.consignment(docket)),
    bundle: (code) => {
      const bag = views.bundle(code);
      return bag && { members: bag.members, dissolved: bag.dissolvedAt !== null };
    },
    inside: (id) => views.insideOf(id).map(pieceFrom),
    contents: (id) => views.contentsOf(id),
    waiting: (departments) => views.waitingFor(departments).map(pieceFrom),
    copies: (mark) => {
      const documents = mark.barcode === null && mark.number === null ? [] : views.documentsLike(mark);
      return documents.length === 0
        ? null
        : documents.flatMap((document) => views.consignmentsOf(document.id).map(pieceFrom));
    },
    person: (number) => {
      const person = register.person(number);
      return person && !person.disabled ? withAbsent(deps, number, person) : undefined;
    },
    elsewhere: (person) => around.elsewhere(station.id, person),
    attended: (intent) => around.attended(intent),
    minds: (id) => around.minds(station.id, id),
    proof: (kind, docket, session) => {
      const proof = handOverOf(ledger.stream(`consignment:${docket}`), kind, session);
      return proof && { sequence: proof.sequence, compartment: proof.payload.compartment };
    },
    head: () => ledger.head(),
    departmentName: register.departmentName,
    isOutside: register.isOutside,
    cabinetName: (id) => cabinets.get(id) ?? id,
  };
  return (now: number, step: string): Facts => ({
    ...fixed,
    ...lists(now),
    ...{ now, step },
    piece: remembered(fixed.piece),
    inside: remembered(fixed.inside),
    contents: remembered(fixed.contents),
  });
};

/** Asked once a step: facts do not change while it is decided. */
const remembered = <T>(ask: (key: string) => T): ((key: string) => T) => {
  const answers = new Map<string, { readonly is: T }>();
  return (key) => {
    let answer = answers.get(key);
    if (!answer) answers.set(key, (answer = { is: ask(key) }));
    return answer.is;
  };
};

/** A compartment; what changes about it is read when asked for. */
const placeOf = (deps: StationDeps, cabinet: string, of: CompartmentSettings): Place => {
  const { actuator, counter, desk } = deps;
  const lock = { front: of.lock.front, rear: of.lock.rear ?? null };
  return {
    ...{ id: of.id, number: of.number, cabinet, usage: of.usage, department: of.department },
    capacity: of.capacity,
    lock,
    get state() {
      return desk.state(compartment, of.id).state;
    },
    door: (side) => (lock[side] ? actuator.door(of.id, side) : 'unknown'),
    online: (side) => lock[side] !== null && actuator.online(lock[side].device),
    get counts() {
      return counter.counts(of.id);
    },
    get hasBin() {
      return of.occupied !== undefined && actuator.sensesBin(of.id);
    },
    get full() {
      return actuator.isFull(of.id);
    },
  };
};

const pieceOf = (row: ConsignmentRow | undefined): Piece | undefined => row && pieceFrom(row);
const pieceFrom = (row: ConsignmentRow): Piece => {
  const { docket, document, department, copy, copies, number } = row;
  const state: ConsignmentState = {
    ...{ state: row.state, due: { document, department, copy, copies }, compartment: row.compartment },
    labelled: row.labelledAt !== null,
    ...{ route: row.route, recall: row.recall, was: row.was },
  };
  return { docket, document, department, number, state };
};
