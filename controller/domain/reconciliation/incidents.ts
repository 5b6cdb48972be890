import { named, NOTHING, type Difference, type Facts, type Incident } from './facts.ts';

type Case = Pick<Difference, 'kind' | 'code'> & Partial<Pick<Difference, 'document' | 'department'>>;

/** What happened and was not explained by anything recorded since. */
export const incidentDifferences = ({ incidents, where }: Facts): Difference[] =>
  incidents.flatMap((incident) => {
    const told = caseOf(incident, where);
    if (!told) return [];
    const { sequence, at: since, compartment, subject, dockets, expected, found } = incident;
    const own = { compartment, subject, dockets: named(dockets), expected, found, since };
    return [{ ...NOTHING, ...own, ...told, identity: incidentIdentity(incident), evidence: [sequence] }];
  });

/** The same for the same incident, also before anybody looked at it. */
export const incidentIdentity = ({
  type,
  compartment,
  subject,
  dockets,
}: Pick<Incident, 'type' | 'compartment' | 'subject' | 'dockets'>): string[] => {
  if (type === 'count' || type === 'slot') return [type, subject ?? ''];
  if (type === 'unreadable') return [type, subject ?? '', compartment ?? ''];
  return [type, dockets[0] ?? '', compartment ?? ''];
};

/** Null when it is no difference any more: a piece whose record changed since is no longer what was seen. */
const caseOf = (
  { type, at, compartment, dockets, expected, found }: Incident,
  where: Facts['where'],
): Case | null => {
  const piece = where(dockets[0] ?? '');
  switch (type) {
    case 'count':
      return {
        kind: 'count-differs',
        code: (found ?? 0) > (expected ?? 0) ? 'counted-more' : 'counted-fewer',
      };
    case 'slot':
      return { kind: 'wrong-box', code: 'through-wrong-slot' };
    case 'unknown-code':
      return piece ? null : { kind: 'paper-only', code: 'unknown-code-scanned' };
    case 'unreadable':
      return { kind: 'paper-only', code: 'unreadable-in-box' };
    case 'missing':
      if (piece?.compartment !== compartment || piece.movedAt > at) return null;
      return { kind: 'not-in-box', code: 'not-found-in-box', ...ofPiece(piece) };
    case 'unexpected':
      if (!piece) return { kind: 'paper-only', code: 'unknown-code-in-box' };
      if (piece.compartment === compartment || piece.movedAt > at) return null;
      return { kind: 'wrong-box', code: 'found-elsewhere', ...ofPiece(piece) };
  }
};
const ofPiece = ({ document, department }: NonNullable<ReturnType<Facts['where']>>) => ({
  document,
  department,
});
