import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { gatherFor } from '#controller/api/http/together.ts';
import { createMemoryLedger } from '#controller/ledger/memory-ledger.ts';
import { ledgerFile, openLedger, type OpenLedger } from '#controller/ledger/open-ledger.ts';
import { LedgerUnavailable, type Ledger } from '#controller/ports/ledger.ts';
import { client, documentBody, makeSite, seed, serve, type Site } from '#tests/support/api-site.ts';
import { add, temporaryDir, wentOffline } from '#tests/support/ledgers.ts';

/** A ledger that runs works together in another way. */
const running = (ledger: Ledger, together: Ledger['together']): Ledger =>
  new Proxy(ledger, {
    get(target, name) {
      const member: unknown = name === 'together' ? together : Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });

/** The answers to registrations sent at once. */
const register = async (
  { site, token }: { readonly site: Site; readonly token: string },
  ledger: Ledger,
  bodies: readonly object[],
  keys: readonly string[] = [],
) => {
  const served = await serve({ ...site, ledger });
  try {
    const ask = client(`${served.url}/api/v1`, { token });
    return await Promise.all(
      bodies.map((body, index) => {
        const key = keys[index];
        return ask('POST', '/documents', body, key === undefined ? {} : { key });
      }),
    );
  } finally {
    await served.stop();
  }
};
const numbered = (n: number) => documentBody({ number: `某发〔2026〕${n}号` });

/** Where the works of a run append: the ledger on the disk, or another one. */
type Into = (ledger: OpenLedger) => void;
type Run = (disk: OpenLedger, memory: OpenLedger, into: Into) => Ledger['together'];
/** Of forty askers, whether what each was told of was on the disk by then; and how many works shared each commit. */
const whenTold = async (run: Run) => {
  using dir = temporaryDir();
  using opened = new DisposableStack();
  const disk = opened.adopt(openLedger({ dataDir: dir.path, site: 'test' }), (one) => one.close());
  const other = opened.adopt(new Database(ledgerFile(dir.path), { readonly: true }), (one) => one.close());
  const there = other.prepare('SELECT 1 FROM events WHERE sequence = ?');
  const memory = opened.adopt(createMemoryLedger({ site: 'test' }), (one) => one.close());
  let place = disk;
  const together = run(disk, memory, (ledger) => void (place = ledger));
  const sizes: number[] = [];
  const gather = gatherFor({
    together(works) {
      sizes.push(works.length);
      return together(works);
    },
  });
  const told = Array.from({ length: 40 }, async (_, n) => {
    const { last } = await gather(() => add(place, `device:d${n % 3}`, wentOffline('cable')));
    return there.get(last.sequence) !== undefined;
  });
  return { durable: (await Promise.all(told)).every(Boolean), sizes };
};

describe('Works that come in while others wait', () => {
  it('share commits of at most sixteen, and are on the disk for everybody when their askers are told', async () => {
    const run: Run = (disk) => (works) => disk.together(works);
    expect(await whenTold(run)).toEqual({ durable: true, sizes: [16, 16, 8] });
  });

  const mutants: [string, Run][] = [
    [
      'keeps them in memory',
      (_, memory, into) => {
        into(memory);
        return (works) => memory.together(works);
      },
    ],
    [
      'tells first, and writes when the next come in',
      (disk, memory, into) => {
        let owed: readonly (() => unknown)[] = [];
        return (works) => {
          into(disk);
          disk.together(owed);
          owed = works;
          into(memory);
          return memory.together(works);
        };
      },
    ],
  ];
  it.each(mutants)('planted mutant: one that %s is caught', async (_, run) => {
    expect((await whenTold(run)).durable).toBe(false);
  });
});

describe('Registrations sent at once', () => {
  it('each get their own answer: made, known already, or the same again for the same key', async () => {
    const site = makeSite();
    const at = { site, ...seed(site) };
    const bodies = [
      ...Array.from({ length: 20 }, (_, n) => numbered(n)),
      numbered(7),
      numbered(30),
      numbered(30),
    ];
    const keys = bodies.map((_, index) => `key-of-request-${Math.min(index, 21)}`);
    const answers = await register(at, site.ledger, bodies, keys);
    const statuses = answers.map(({ status }) => status);
    // Which of the two with one number comes first nobody knows.
    expect([statuses[7], statuses[20]].sort()).toEqual([201, 409]);
    expect(statuses.filter((status) => status === 201)).toHaveLength(22);
    expect(answers[22]?.body).toEqual(answers[21]?.body);
    expect(site.views.documents({ limit: 50 }).rows).toHaveLength(21);
    site.ledger.close();
  });

  it('are all told that nothing was recorded when their commit fails', async () => {
    const site = makeSite();
    const at = { site, ...seed(site) };
    const { ledger } = site;
    // Found at the commit alone, as a disk that fails then.
    ledger.db.exec(`CREATE TEMP TABLE parent (id INTEGER PRIMARY KEY);
      CREATE TEMP TABLE child (id INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED)`);
    const failing = running(ledger, (works) => {
      try {
        const [, ...settled] = ledger.together<unknown>([
          () => ledger.db.exec('INSERT INTO temp.child VALUES (1)'),
          ...works,
        ]);
        return settled as never;
      } catch (cause) {
        throw new LedgerUnavailable('planted', { cause });
      }
    });
    const answers = await register(at, failing, [numbered(1), numbered(2), numbered(3)]);
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503]);
    expect(site.views.documents({ limit: 50 }).rows).toEqual([]);
    const again = await register(at, ledger, [numbered(1), numbered(2)]);
    expect(again.map(({ status }) => status)).toEqual([201, 201]);
    ledger.close();
  });
});
