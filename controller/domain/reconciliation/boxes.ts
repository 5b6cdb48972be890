import {
  named,
  NOTHING,
  type Box,
  type Difference,
  type Facts,
  type Incident,
  type Limits,
} from './facts.ts';

/** Incidents that tell already what the sensor of the same box would tell once more. */
const TOLD: Readonly<Record<'occupied' | 'empty', readonly Incident['type'][]>> = {
  occupied: ['slot', 'count', 'unexpected', 'unreadable'],
  empty: ['missing'],
};

/** What boxes hold against what the record has in them. */
export const boxDifferences = ({ boxes, incidents }: Facts, limits: Limits): Difference[] =>
  boxes.flatMap((box) => {
    const told = incidents.some(
      ({ type, compartment }) =>
        box.bin !== null && compartment === box.compartment && TOLD[box.bin.reading].includes(type),
    );
    return [...(told ? [] : sensed(box, limits)), ...ofOthers(box)];
  });

/** The sensor against the record, once both have stood for as long as the limit says. */
const sensed = ({ compartment, department, bin, inside }: Box, { sensor }: Limits): Difference[] => {
  if (bin === null || (bin.reading === 'empty') === (inside.length === 0)) return [];
  const kind = `sensor-${bin.reading}` as const;
  const since = inside.reduce((last, piece) => (piece.since > last ? piece.since : last), bin.since);
  if (since > sensor) return [];
  const dockets = inside.map(({ docket }) => docket).sort();
  return [
    {
      ...NOTHING,
      ...{ kind, code: kind, compartment, department, since, dockets: named(dockets) },
      ...{ expected: dockets.length, found: bin.reading === 'empty' ? 0 : null },
      ...{ identity: [kind, compartment], evidence: [bin.since, ...dockets] },
    },
  ];
};

/** A piece in the box of another department. */
const ofOthers = ({ compartment, usage, department: owner, inside }: Box): Difference[] =>
  usage !== 'department' || owner === null
    ? []
    : inside
        .filter(({ department }) => department !== owner)
        .map(({ docket, document, department, since }) => ({
          ...NOTHING,
          ...({
            kind: 'wrong-box',
            code: 'box-of-another',
            compartment,
            document,
            department,
            since,
          } as const),
          ...{ dockets: [docket], identity: ['wrong-box', docket, compartment], evidence: [since] },
        }));
