/** Of a compartment, what routing looks at. */
export interface Berth {
  readonly id: string;
  readonly number: number;
  readonly cabinet: string;
  readonly usage: 'department' | 'pooled' | 'returns' | 'outgoing' | 'spare';
  readonly department: string | null;
  /** Most pieces that may lie in it. */
  readonly capacity: number;
  readonly service: 'in-service' | 'away' | 'out-of-service';
  /** Forced open, or its bolt no longer moves. */
  readonly faulty: boolean;
  /** Its lock's board answers and its doors are known. */
  readonly online: boolean;
  /** The bin-full sensor says so. */
  readonly binFull: boolean;
  /** The bin sensor sees something, whatever the record says. */
  readonly occupied: boolean;
  /** Departments of the pieces inside or on their way in, one entry a piece. */
  readonly inside: readonly string[];
}
export type Route =
  | { readonly kind: 'here'; readonly compartment: string }
  | {
      readonly kind: 'nowhere';
      readonly why: 'go-to-cabinet' | 'away' | 'full' | 'faulty' | 'offline' | 'no-compartment';
      readonly compartment: string | null;
      readonly cabinet: string | null;
    };

/** Why nothing may be dropped into this compartment now, or null. */
export const berthRefusal = (berth: Berth): 'away' | 'full' | 'faulty' | 'offline' | null => {
  if (berth.service === 'away') return 'away';
  if (berth.service === 'out-of-service' || berth.faulty) return 'faulty';
  if (!berth.online) return 'offline';
  return berth.binFull || berth.inside.length >= berth.capacity ? 'full' : null;
};

/**
 * Where a piece for `department` goes from a station at `cabinet`: the department's own box; a department without
 * one anywhere gets a pooled box, its own already or a free one. A box that cannot take it now is an answer, not a
 * reason to put the paper elsewhere.
 */
export const route = (department: string, cabinet: string, berths: readonly Berth[]): Route => {
  const own = berths.filter((berth) => berth.usage === 'department' && berth.department === department);
  const candidates = own.length > 0 ? own : pooledFor(department, berths);
  const here = candidates.filter((berth) => berth.cabinet === cabinet);
  const free = here.find((berth) => berthRefusal(berth) === null);
  if (free) return { kind: 'here', compartment: free.id };
  const blocked = here[0];
  const why = blocked && berthRefusal(blocked);
  if (blocked && why) return { kind: 'nowhere', why, compartment: blocked.id, cabinet };
  const elsewhere = candidates[0];
  return elsewhere
    ? {
        kind: 'nowhere',
        why: 'go-to-cabinet',
        compartment: own.length > 0 ? elsewhere.id : null,
        cabinet: elsewhere.cabinet,
      }
    : { kind: 'nowhere', why: 'no-compartment', compartment: null, cabinet: null };
};

/** Pooled boxes for a department, best first: those that hold only its paper, then those that are seen empty. */
const pooledFor = (department: string, berths: readonly Berth[]): Berth[] => {
  const pooled = berths.filter((berth) => berth.usage === 'pooled');
  const its = pooled.filter((b) => b.inside.length > 0 && b.inside.every((inside) => inside === department));
  const empty = pooled.filter((b) => b.inside.length === 0 && !b.occupied);
  const usable = [...its, ...empty].filter((b) => berthRefusal(b) === null);
  return usable.length > 0 ? usable : [...its, ...empty];
};

/** The compartment of this cabinet that takes refused pieces, or those that go out; one that works comes first. */
export const berthFor = (
  usage: 'returns' | 'outgoing',
  cabinet: string,
  berths: readonly Berth[],
): Berth | null => {
  const its = berths.filter((berth) => berth.cabinet === cabinet && berth.usage === usage);
  return its.find((berth) => berthRefusal(berth) === null) ?? its[0] ?? null;
};
