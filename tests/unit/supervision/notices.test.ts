import { describe, expect, it } from 'vitest';
import type { Notice, Notifier } from '#controller/ports/notifier.ts';
import { BACKOFF_MS, GATHER_MS } from '#controller/supervision/notice-channel.ts';
import { Notices } from '#controller/supervision/notices.ts';
import { registerDocument } from '#controller/commands/register-document.ts';
import {
  by,
  documentBody,
  entropy,
  makeSite,
  seed,
  temporaryFolder,
  type Site,
} from '#tests/support/api-site.ts';
import { rmSync } from 'node:fs';

/** A channel that answers what the test says. */
const listener = (answers: (string | null | 'hang')[] = []) => {
  const heard: { notice: Notice; attempt: number }[] = [];
  let release: (why: string | null) => void = () => undefined;
  const notifier: Notifier = {
    id: 'hook',
    notify(notice, attempt) {
      heard.push({ notice, attempt });
      const answer = answers.length > 0 ? (answers.shift() ?? null) : null;
      if (answer !== 'hang') return Promise.resolve(answer);
      return new Promise((resolve) => (release = resolve));
    },
    close: () => release('the controller stopped'),
  };
  return { notifier, heard, release: (why: string | null) => release(why) };
};

const noticesFor = (site: Site, notifier: Notifier) => {
  const failures: unknown[] = [];
  const notices = new Notices({
    ...site,
    entropy,
    site: 'demo',
    notifiers: [notifier],
    onFailure: (f) => failures.push(f),
  });
  notices.start();
  return { notices, failures };
};

let count = 0;
const registered = (site: Site, urgency: 'none' | 'teji' = 'none'): string => {
  const { secrecy: _, ...fields } = documentBody({ number: `号〔2026〕${++count}号`, urgency });
  const document = { ...fields, urgency, barcode: null, oaId: null, way: 'api' as const, oddities: [] };
  const outcome = registerDocument(site, { ...document, recipients: [{ department: 'bgs', copies: 1 }] }, by);
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  return outcome.value.dockets[0] ?? '';
};
const visit = { compartment: 'A01', session: 's', intent: 'i' };
const deposit = (site: Site, docket: string): void =>
  void site.desk.append(
    [
      {
        stream: `consignment:${docket}`,
        events: [{ type: 'ConsignmentDeposited', payload: { ...visit, counted: 'sensor' } }],
      },
    ],
    by,
  );
const collect = (site: Site, docket: string): void =>
  void site.desk.append(
    [
      {
        stream: `consignment:${docket}`,
        events: [{ type: 'ConsignmentCollected', payload: { ...visit, signedBy: 'box', department: 'bgs' } }],
      },
    ],
    by,
  );
const notified = (site: Site) =>
  site.ledger
    .read(0, 1000)
    .filter((event) => event.type === 'DepartmentNotified')
    .map((event) => event.payload);

describe('notices', () => {
  it('tell a department once of all pieces of one drop, urgent ones counted, without titles', async () => {
    const site = makeSite();
    seed(site);
    const { notifier, heard } = listener();
    const { notices } = noticesFor(site, notifier);
    const dockets = [registered(site), registered(site, 'teji')];
    for (const docket of dockets) deposit(site, docket);
    await site.clock.advance(GATHER_MS);
    expect(heard).toHaveLength(1);
    expect(heard[0]?.notice).toMatchObject({
      department: 'bgs',
      departmentName: '市政府办公室',
      dockets,
      urgent: 1,
    });
    expect(JSON.stringify(heard)).not.toContain('防汛');
    expect(notified(site)).toEqual([{ channel: 'hook', dockets, outcome: 'delivered', detail: null }]);
    await site.clock.advance(BACKOFF_MS[9] ?? 0);
    expect(heard).toHaveLength(1);
    await notices.stop();
    expect(site.clock.pending).toBe(0);
  });

  it('are not sent for what was collected meanwhile', async () => {
    const site = makeSite();
    seed(site);
    const { notifier, heard } = listener(['down']);
    const { notices } = noticesFor(site, notifier);
    const [early, late] = [registered(site), registered(site)];
    deposit(site, early);
    collect(site, early);
    await site.clock.advance(GATHER_MS);
    expect(heard).toHaveLength(0);
    deposit(site, late);
    await site.clock.advance(GATHER_MS);
    collect(site, late);
    await site.clock.advance(86_400_000);
    expect(heard).toHaveLength(1);
    expect(notified(site)).toEqual([]);
    await notices.stop();
  });

  it('are tried again after each rest, under the same id, and given up with a record in the end', async () => {
    const site = makeSite();
    seed(site);
    const { notifier, heard } = listener(Array.from({ length: 11 }, () => 'answered HTTP 500'));
    const { notices, failures } = noticesFor(site, notifier);
    const docket = registered(site);
    deposit(site, docket);
    await site.clock.advance(GATHER_MS);
    for (const rest of BACKOFF_MS) await site.clock.advance(rest);
    expect(heard.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(new Set(heard.map(({ notice }) => notice.id)).size).toBe(1);
    expect(failures).toHaveLength(11);
    expect(notified(site)).toEqual([
      { channel: 'hook', dockets: [docket], outcome: 'given-up', detail: 'answered HTTP 500' },
    ]);
    await notices.stop();
    expect(site.clock.pending).toBe(0);
  });

  it('wait for pieces that come while one is being sent, and then tell of those alone', async () => {
    const site = makeSite();
    seed(site);
    const { notifier, heard, release } = listener(['hang']);
    const { notices } = noticesFor(site, notifier);
    const [first, second] = [registered(site), registered(site)];
    deposit(site, first);
    await site.clock.advance(GATHER_MS);
    deposit(site, second);
    await site.clock.advance(GATHER_MS);
    expect(heard).toHaveLength(1);
    release(null);
    await site.clock.advance(GATHER_MS);
    expect(heard.map(({ notice }) => notice.dockets)).toEqual([[first], [second]]);
    await notices.stop();
  });

  it('survive a crash at every point: none is lost, and only an unrecorded one is repeated, under its old id', async () => {
    const dataDir = temporaryFolder();
    let site = makeSite({ dataDir });
    seed(site);
    const before = listener(['hang']);
    const first = noticesFor(site, before.notifier);
    const [one, two] = [registered(site), registered(site)];
    deposit(site, one);
    await site.clock.advance(GATHER_MS);
    expect(before.heard).toHaveLength(1);
    // The receiver has it, we have not its answer, and the process ends.
    await first.notices.stop();
    site.ledger.close();

    site = makeSite({ dataDir, clock: site.clock });
    const after = listener();
    const second = noticesFor(site, after.notifier);
    await site.clock.advance(GATHER_MS);
    expect(after.heard.map(({ notice }) => notice.id)).toEqual([before.heard[0]?.notice.id]);
    deposit(site, two);
    await second.notices.stop();
    site.ledger.close();

    site = makeSite({ dataDir, clock: site.clock });
    const last = listener();
    const third = noticesFor(site, last.notifier);
    await site.clock.advance(GATHER_MS);
    expect(last.heard.map(({ notice }) => notice.dockets)).toEqual([[two]]);
    await third.notices.stop();
    site.ledger.close();

    site = makeSite({ dataDir, clock: site.clock });
    const quiet = listener();
    const fourth = noticesFor(site, quiet.notifier);
    await site.clock.advance(86_400_000);
    expect(quiet.heard).toEqual([]);
    await fourth.notices.stop();
    site.ledger.close();
    rmSync(dataDir, { recursive: true });
  });

  it('of a channel that is new begin with what comes', async () => {
    const site = makeSite();
    seed(site);
    deposit(site, registered(site));
    const { notifier, heard } = listener();
    const { notices } = noticesFor(site, notifier);
    await site.clock.advance(GATHER_MS);
    expect(heard).toEqual([]);
    await notices.stop();
  });
});
