import { openConnection } from '#controller/ledger/connection.ts';
import { ledgerFile } from '#controller/ledger/open-ledger.ts';
import { currentSchema } from '#controller/ledger/payloads.ts';
import { createUpcaster } from '#controller/ledger/upcast.ts';
import { walkLedger } from '#controller/ledger/walk.ts';
import { cutKinds, Disk, layOut, type CutKind } from './disk.ts';
import type { Op } from './trace.ts';

/** What the world had seen when the power went. */
interface Seen {
  /** Highest ledger sequence that any client was told of. */
  told: number;
  /** Open frames on the line, by channel. */
  readonly opened: Map<number, number>;
}
export interface CutReport {
  readonly cuts: number;
  readonly told: number;
  readonly opened: number;
  /** What was broken, in words, each with the place and the kind of the cut. */
  readonly broken: readonly string[];
}

const OPEN = 0x8a;

/**
 * Cuts the power after every sync, before and after every effect, and at other places in between, in every way, and
 * looks at each disk that is left. Broken is: a sequence that a client was told of and that is gone (I1); an open
 * frame on the line without a durable intent for its channel (I2); a ledger that does not verify (I6).
 */
export const cutEverywhere = (
  ops: readonly Op[],
  files: ReadonlyMap<string, Buffer>,
  { dir, random, kinds = cutKinds }: { dir: string; random: () => number; kinds?: readonly CutKind[] },
): CutReport => {
  const disk = new Disk(files);
  const seen: Seen = { told: 0, opened: new Map() };
  const broken: string[] = [];
  let cuts = 0;
  ops.forEach((op, place) => {
    if (op.is === 'effect') see(seen, op.bytes);
    else disk.apply(op);
    if (!isPlace(ops, place)) return;
    for (const kind of kinds) {
      // With nothing in the cache every cut is the same.
      if (disk.unsynced === 0 && kind !== 'dropped') continue;
      cuts++;
      layOut(dir, disk.after(kind, random));
      for (const what of judge(dir, seen)) broken.push(`cut at ${place}, unsynced writes ${kind}: ${what}`);
    }
  });
  return { cuts, told: seen.told, opened: [...seen.opened.values()].reduce((sum, n) => sum + n, 0), broken };
};

/** Effects and what stands right before one, syncs, and the writes before a sync: there something changes. */
const isPlace = (ops: readonly Op[], place: number): boolean =>
  tells(ops[place]) || tells(ops[place + 1]) || ops[place]?.is === 'sync' || ops[place + 1]?.is === 'sync';

const tells = (op: Op | undefined): boolean =>
  op?.is === 'effect' && (frameOf(op.bytes) !== null || toldBy(op.bytes) > 0);
const frameOf = (bytes: Buffer): number | null =>
  bytes.length === 5 && bytes[0] === OPEN ? (bytes[2] ?? null) : null;
const toldBy = (bytes: Buffer): number =>
  Math.max(
    0,
    ...[...bytes.toString('latin1').matchAll(/"sequence":(\d+)/g)].map(([, digits]) => Number(digits)),
  );

const see = (seen: Seen, bytes: Buffer): void => {
  const channel = frameOf(bytes);
  if (channel !== null) seen.opened.set(channel, (seen.opened.get(channel) ?? 0) + 1);
  else seen.told = Math.max(seen.told, toldBy(bytes));
};

const judge = (dir: string, { told, opened }: Seen): string[] => {
  const db = openConnection(ledgerFile(dir));
  // This disk is looked at once and thrown away.
  db.pragma('synchronous = OFF');
  try {
    const steps = walkLedger(db, { upcast: createUpcaster(currentSchema), file: 'unchecked' });
    let step = steps.next();
    while (!step.done) step = steps.next();
    const { size, findings } = step.value;
    const intents = db
      .prepare<[], { channel: number; count: number }>(
        `SELECT json_extract(event, '$.payload.channel') AS channel, count(*) AS count FROM events
         WHERE type = 'OpenRequested' GROUP BY channel`,
      )
      .all();
    return [
      ...findings.map(({ code, sequence }) => `the ledger has ${code} at ${sequence}`),
      ...(told > size ? [`a client was told of event ${told}, ${size} are left`] : []),
      ...[...opened].flatMap(([channel, frames]) => {
        const asked = intents.find((one) => one.channel === channel)?.count ?? 0;
        return frames > asked ? [`${frames} open frames for channel ${channel}, ${asked} intents`] : [];
      }),
    ];
  } catch (error) {
    return [`the ledger cannot be read: ${String(error)}`];
  } finally {
    db.close();
  }
};
