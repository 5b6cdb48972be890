import type { StationSnapshot } from '../api/contract/station.ts';
import type { SiteConfig } from '../config-schema.ts';
import { standing } from '../flows/alarms.ts';
import { flowsHere } from '../flows/beginning.ts';
import { Draft } from '../flows/draft.ts';
import { absoluteAt, attended, idleAt } from '../flows/due.ts';
import type { Facts } from '../flows/facts.ts';
import type { StationState } from '../flows/state.ts';
import { tasksHere } from '../flows/tasks.ts';
import type { StationDeps } from './deps.ts';
import type { StationSettings } from './facts.ts';
import { screenOf } from './screens.ts';
import { cabinetViews, compartmentView } from './views.ts';

/** Everything a kiosk shows of its station. */
export const snapshotOf =
  (deps: StationDeps, cabinet: SiteConfig['cabinets'][number], station: StationSettings) =>
  (state: StationState, facts: Facts, revision: number): StationSnapshot => {
    const read = new Draft(state, facts);
    const shower = { deps, read };
    const { config, views } = deps;
    const number = state.session?.fold.started?.person ?? null;
    const { message } = state.live;
    return {
      site: config.site.name,
      language: config.site.language,
      timeZone: config.site.timeZone,
      station: {
        ...{ id: station.id, name: station.name, flows: station.flows },
        keyboardScanner: station.keyboardScanner,
      },
      cabinets: cabinetViews(shower),
      sequence: sequenceOf(deps),
      revision,
      now: read.time,
      problems: problemsOf(deps, cabinet, station),
      waiting: views.waitingCounts().map(({ department, pieces, urgent }) => ({
        ...{ department, pieces, urgent },
        name: facts.departmentName(department),
      })),
      ...outgoingOf(deps, cabinet),
      person: number === null ? null : { number, name: views.person(number)?.name ?? number },
      ...limits(read),
      signIn: signInHere(config.policies, station),
      choices: read.session && !read.visit ? [...flowsHere(read), ...tasksHere(read)] : [],
      screen: screenOf(shower),
      message: message && { ...message, until: new Date(message.until).toISOString() },
      alarms: standing(state).map(({ alarm, kind, compartment, raisedAt }) => ({
        ...{ alarm, kind, raisedAt },
        compartment: compartment === null ? null : compartmentView(shower, compartment),
      })),
    };
  };

const outgoingOf = (
  { views }: StationDeps,
  { compartments }: SiteConfig['cabinets'][number],
): Pick<StationSnapshot, 'outgoing'> => {
  const ids = compartments.filter(({ usage }) => usage === 'outgoing').map(({ id }) => id);
  if (ids.length === 0) return {};
  const here = views.outgoingCounts().filter(({ compartment }) => ids.includes(compartment));
  const sum = (of: 'pieces' | 'urgent'): number => here.reduce((total, row) => total + row[of], 0);
  return { outgoing: { pieces: sum('pieces'), urgent: sum('urgent') } };
};

const sequenceOf = ({ ledger }: StationDeps): number => (ledger.health().ok ? ledger.head().sequence : 0);

/** An open door keeps the session; the page then shows no time to sign out. */
const limits = (read: Draft): Pick<StationSnapshot, 'idleAt' | 'endsAt'> => ({
  idleAt: read.session && !attended(read) ? new Date(idleAt(read)).toISOString() : null,
  endsAt: read.session ? new Date(absoluteAt(read)).toISOString() : null,
});

/** Ways to sign in that the policy takes for those who work here, and for which this station has the device. */
const signInHere = (
  { signIn }: SiteConfig['policies'],
  { flows, scanner, keyboardScanner, cardReader }: StationSettings,
): StationSnapshot['signIn'] => {
  const allowed = new Set([
    ...(flows.includes('drop') ? signIn.messenger : []),
    ...(flows.includes('pickup') ? signIn.collector : []),
  ]);
  const usable = { badge: scanner !== null || keyboardScanner, card: cardReader !== null, pin: true };
  return (['badge', 'card', 'pin'] as const).filter((method) => allowed.has(method) && usable[method]);
};

const problemsOf = (
  deps: StationDeps,
  { compartments }: SiteConfig['cabinets'][number],
  station: StationSettings,
): StationSnapshot['problems'] => {
  const boards = new Set(compartments.flatMap(({ lock }) => lock[station.door]?.device ?? []));
  const ofDevice = (id: string, state: string, problem: string | null): string | null => {
    if (boards.has(id)) return state === 'offline' ? 'locks-offline' : null;
    if (id === station.scanner) return state === 'offline' ? 'scanner-offline' : null;
    if (id === station.cardReader) return state === 'offline' ? 'reader-offline' : null;
    const printer = id === station.labelPrinter || id === station.receiptPrinter;
    return printer && (state === 'offline' || problem !== null) ? 'printer-attention' : null;
  };
  const ledger = deps.ledger.health();
  return [
    ...(ledger.ok
      ? []
      : [{ code: ledger.untrusted ? 'ledger-untrusted' : 'ledger-unavailable', device: null }]),
    ...deps.devices().flatMap(({ id, state, problem }) => {
      const code = ofDevice(id, state, problem);
      return code === null ? [] : [{ code, device: id }];
    }),
  ];
};
