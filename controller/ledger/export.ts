import { canonicalize } from './canonical.ts';
import { openReadOnly } from './connection.ts';
import { Frontier, leafHash } from './merkle.ts';
import { ledgerFile } from './open-ledger.ts';

/** Events read at a time. */
const AT_A_TIME = 2_000;

interface Row {
  readonly sequence: number;
  readonly event: string;
  readonly leaf: Buffer;
  readonly root: Buffer;
}

/**
 * Every event of a data directory's ledger as a line of JSON with its end, oldest first, as it stands at one moment:
 * `{"sequence", "leaf", "root", "event"}`. The event is the very text whose hash the leaf is (RFC 8785); the root is that
 * after the event, null when an append went on after it. Hashes are in hex.
 */
export function* exportedLines(dataDir: string): Generator<{ text: string; root: string | null }> {
  const db = openReadOnly(ledgerFile(dataDir));
  try {
    db.exec('BEGIN');
    const some = db.prepare<{ after: number; most: number }, Row>(
      'SELECT sequence, event, leaf, root FROM events WHERE sequence > :after ORDER BY sequence LIMIT :most',
    );
    for (let after = 0; ;) {
      const rows = some.all({ after, most: AT_A_TIME });
      if (rows.length === 0) return;
      for (const row of rows) {
        const root = row.root.length === 0 ? null : row.root.toString('hex');
        const hashes = `"leaf":"${row.leaf.toString('hex')}","root":${JSON.stringify(root)}`;
        yield { text: `{"sequence":${row.sequence},${hashes},"event":${row.event}}\n`, root };
        after = row.sequence;
      }
    }
  } finally {
    db.close();
  }
}

/** An export read again: what does not fit, by the sequence where it was found. */
export interface ExportReport {
  readonly size: number;
  /** Root after the last event, hex; null when there is none. */
  readonly root: string | null;
  readonly findings: readonly { readonly sequence: number; readonly detail: string }[];
}

/** Most findings listed. */
const MOST_FINDINGS = 100;

/**
 * Recomputes an export, line by line, from its events alone: sequences without a gap, each leaf and each root that is
 * given. Whoever holds a receipt compares its root with that after as many events.
 */
export const verifyExport = async (lines: AsyncIterable<string>): Promise<ExportReport> => {
  const findings: { sequence: number; detail: string }[] = [];
  let log = Frontier.empty;
  for await (const line of lines) {
    const sequence = log.size + 1;
    const found = lineOf(line);
    const detail = found === undefined ? 'not a line of an export' : wrongWith(found, sequence);
    if (detail !== undefined) findings.push({ sequence, detail });
    if (findings.length >= MOST_FINDINGS || found === undefined) break;
    log = log.add(leafHash(canonicalize(found.event)));
    if (found.root !== null && found.root !== log.root().toString('hex'))
      findings.push({ sequence, detail: 'the root differs from that of the events' });
  }
  return { size: log.size, root: log.size === 0 ? null : log.root().toString('hex'), findings };
};

interface Line {
  readonly sequence: unknown;
  readonly leaf: unknown;
  readonly root: unknown;
  readonly event: Readonly<Record<string, unknown>>;
}

const lineOf = (text: string): Line | undefined => {
  try {
    const line = JSON.parse(text) as Partial<Line> | null;
    const whole = typeof line?.event === 'object' && (line.event as unknown) !== null && 'leaf' in line;
    return whole ? (line as Line) : undefined;
  } catch {
    return undefined;
  }
};

const wrongWith = ({ sequence, leaf, event }: Line, expected: number): string | undefined => {
  if (sequence !== expected || event['sequence'] !== expected) return `its sequence is not ${expected}`;
  if (leaf !== leafHash(canonicalize(event)).toString('hex')) return 'its leaf is not the hash of its event';
  return undefined;
};
