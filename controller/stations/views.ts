import type {
  BoxView,
  CabinetView,
  CompartmentView,
  PieceView,
  RecordView,
} from '../api/contract/station.ts';
import { oddityText } from '../domain/official-record.ts';
import type { Draft } from '../flows/draft.ts';
import { waitingBoxes } from '../flows/pickup.ts';
import type { Live } from '../flows/state.ts';
import type { StationDeps } from './deps.ts';

/** Pieces, boxes and records as a kiosk may show them: no titles. */
export interface Shower {
  readonly deps: Pick<StationDeps, 'views' | 'config'>;
  readonly read: Draft;
}

export const pieceViews = ({ deps, read }: Shower, dockets: readonly string[]): PieceView[] =>
  dockets.flatMap((docket) => {
    const row = deps.views.consignment(docket);
    if (!row) return [];
    const { number, department, urgency, copy, copies, depositedAt, issuers } = row;
    return [
      {
        ...{ docket, number, department, urgency, depositedAt },
        issuer: issuers.join('、'),
        departmentName: read.facts.departmentName(department),
        copy: `${copy}/${copies}`,
      },
    ];
  });

export const compartmentView = ({ read }: Shower, id: string): CompartmentView => {
  const place = read.place(id);
  return {
    id,
    number: place?.number ?? 0,
    cabinet: place?.cabinet ?? '',
    departmentName: place?.department ? read.facts.departmentName(place.department) : null,
  };
};

export const cabinetViews = ({ deps }: Pick<Shower, 'deps'>): CabinetView[] =>
  deps.config.cabinets.map(({ id, name, compartments }) => ({
    id,
    name,
    doors: compartments
      .map((compartment) => ({ id: compartment.id, number: compartment.number }))
      .sort((a, b) => a.number - b.number),
  }));

/** Boxes of this pickup: those visited or chosen, and those in which something still waits. */
export const boxViews = (shower: Shower): BoxView[] => {
  const { read } = shower;
  const waiting = waitingBoxes(read);
  const fold = read.session?.fold;
  const visit = fold?.visit?.reason === 'pickup' ? fold.visit : null;
  const places = read.facts.places();
  const visited = new Map((fold?.visited ?? []).map(({ compartment, step }) => [compartment, step]));
  const ids = new Set([...waiting.keys(), ...(visit ? [visit.compartment] : []), ...(fold?.queue ?? [])]);
  for (const { id, usage } of places) if (visited.has(id) && usage !== 'returns') ids.add(id);
  return [...ids].map((id) => ({
    compartment: compartmentView(shower, id),
    pieces: pieceViews(
      shower,
      (waiting.get(id) ?? []).map((piece) => piece.docket),
    ),
    door: read.place(id)?.door(read.facts.station.door) ?? 'unknown',
    step: stepOf(read, id, waiting.has(id), visited.get(id)),
  }));
};

export const stepOf = (
  read: Draft,
  id: string,
  waits: boolean,
  visited: 'done' | 'not-opened' | undefined,
): BoxView['step'] => {
  const visit = read.visit;
  if (visit?.compartment === id) {
    const phase = read.phase(visit).name;
    return phase === 'opening' || phase === 'not-opened' ? phase : 'open';
  }
  if (read.session?.fold.queue.includes(id)) return 'queued';
  if (visited === 'done') return waits ? 'waiting' : 'done';
  return visited ?? 'waiting';
};

export const recordView = ({ deps }: Shower, offered: NonNullable<Live['record']>): RecordView => {
  const { number, issuer, kind, recipient, urgency, writtenOn } = offered.record;
  return {
    ...{ number, issuer, kind, recipient, urgency, writtenOn },
    oddities: offered.oddities.map(oddityText),
    proposed: proposedFor(deps, recipient),
  };
};

/** Departments a record's recipient names: the whole text, else its parts. */
const proposedFor = ({ views }: Shower['deps'], recipient: string): string[] => {
  const whole = views.departmentCalled(recipient.trim());
  if (whole) return [whole.code];
  const parts = recipient.split(/[、，,；;。\s]+/u).filter((part) => part !== '');
  return [...new Set(parts.flatMap((part) => views.departmentCalled(part)?.code ?? []))];
};
