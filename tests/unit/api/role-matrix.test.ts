import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permits, type Access, type Principal } from '#controller/api/http/access.ts';
import { OfficeSessions } from '#controller/api/http/sessions.ts';
import { routesOf } from '#controller/api/routes/index.ts';
import { tokenRole } from '#controller/commands/tokens.ts';
import { client, entropy, makeSite, seed, serve, tokenFor, type Served } from '#tests/support/api-site.ts';

/** Letters: r registrar, s supervisor, a auditor, t technician, m messenger, c collector, k kiosk, - nobody proven. */
const MATRIX: Readonly<Record<string, string>> = {
  'get /setup': 'rsatmck-',
  'post /setup': 'rsatmck-',
  'post /sign-in': 'rsatmck-',
  'post /sign-out': 'rsatmck-',
  'get /me': 'rsatmc',
  'get /documents': 'rsa',
  'post /documents': 'r',
  'get /documents/:id': 'rsa',
  'post /documents/:id/amend': 'r',
  'post /documents/:id/withdraw': 'r',
  'post /documents/read-record': 'r',
  'post /documents/proposals': 'r',
  'get /consignments': 'rsa',
  'get /consignments/:docket': 'rsa',
  'post /consignments/:docket/withdraw': 'r',
  'post /consignments/:docket/reinstate': 'r',
  'post /consignments/:docket/handle': 'rs',
  'post /consignments/:docket/reopen': 'rs',
  'post /consignments/:docket/route': 'r',
  'post /consignments/:docket/end-circulation': 'r',
  'post /consignments/:docket/take-in': 'r',
  'post /consignments/:docket/missing': 'r',
  'post /consignments/:docket/found': 'r',
  'get /consignments/:docket/circulation': 'rsa',
  'get /recalls': 'rsa',
  'post /recalls': 'r',
  'get /recallable': 'r',
  'get /recalls/:id': 'rsa',
  'post /recalls/:id/close': 'r',
  'get /destructions': 'rsa',
  'post /destructions': 'r',
  'get /destructions/:id': 'rsa',
  'post /destructions/:id/confirm': 'rs',
  'post /destructions/:id/drop': 'r',
  'get /bundles': 'rsa',
  'post /bundles': 'r',
  'get /bundles/:code': 'rsa',
  'post /bundles/:code/dissolve': 'r',
  'get /stock-takes': 'rsa',
  'post /stock-takes': 'rs',
  'get /stock-takes/:id': 'rsa',
  'post /stock-takes/:id/close': 'rs',
  'get /consignments/:docket/sheets/:kind': 'r',
  'post /consignments/:docket/sheets/:kind/print': 'r',
  'get /documents/:id/sheets/:kind': 'r',
  'post /documents/:id/sheets/:kind/print': 'r',
  'post /documents/:id/stamp': 'r',
  'get /departments': 'rsatmc',
  'post /departments': 'r',
  'post /departments/:code': 'r',
  'get /people': 'ra',
  'post /people': 'r',
  'post /people/:number': 'r',
  'post /people/:number/disable': 'r',
  'post /people/:number/credentials': 'r',
  'get /people/:number/reach': 'r',
  'post /people/:number/contacts': 'r',
  'post /people/:number/stand-in': 'r',
  'post /people/:number/stand-in/end': 'r',
  'get /departments/:code/head': 'rsa',
  'post /departments/:code/head': 'r',
  'get /channels': 'rsat',
  'post /channels/:id/test': 'rst',
  'get /messages': 'rsa',
  'post /messages/:id/replay': 'rs',
  'post /messages/replay-dead': 'rs',
  'get /card-readers': 'r',
  'post /people/:number/card-taps': 'r',
  'get /people/:number/card-taps/:tap': 'r',
  'post /people/:number/card-taps/:tap/cancel': 'r',
  'get /compartments': 'rsat',
  'post /compartments/:id/service': 'rt',
  'get /devices': 'rsat',
  'get /record': 'rsat',
  'get /devices/:id/commissioning': 't',
  'post /devices/:id/commissioning': 't',
  'post /devices/:id/commissioning/say': 't',
  'get /label-templates': 'rat',
  'get /label-templates/:stock': 'rat',
  'post /label-templates/:stock': 'r',
  'post /label-templates/:stock/revert': 'r',
  'post /label-preview': 'r',
  'post /label-logo': 'r',
  'get /print-jobs': 'rat',
  'post /devices/:id/test-print': 'rt',
  'post /print-jobs': 'r',
  'post /print-jobs/:id/reprint': 'r',
  'post /print-jobs/:id/retry': 'rt',
  'post /print-jobs/:id/move': 'rt',
  'get /print-batches': 'rat',
  'post /print-batches': 'r',
  'get /print-batches/:id/jobs': 'rat',
  'post /print-batches/:id/pause': 'rt',
  'post /print-batches/:id/resume': 'rt',
  'post /print-batches/:id/cancel': 'r',
  'post /print-batches/:id/move': 'r',
  'post /print-batches/:id/reprint': 'r',
  'get /printers': 'rat',
  'get /print-jobs/:id/pdf': 'rt',
  'post /print-jobs/:id/settle': 'rt',
  'get /receipts': 'rsa',
  'get /receipts/:id': 'rsatmck-',
  'post /receipts/:id/print': 'r',
  'get /lists': 'rsa',
  'post /lists': 'r',
  'get /lists/:number': 'rsa',
  'post /lists/:number/reprint': 'r',
  'post /lists/:number/print': 'r',
  'get /registers/receiving': 'rsa',
  'get /registers/dispatch': 'rsa',
  'get /registers/circulation': 'rsa',
  'post /documents/:id/handling': 'r',
  'get /registers/catalogues': 'rsa',
  'post /registers/catalogues': 'r',
  'get /registers/catalogues/:id': 'rsa',
  'post /registers/catalogues/:id': 'r',
  'post /registers/catalogues/:id/discard': 'r',
  'get /export/departments': 'r',
  'get /export/people': 'r',
  'get /export/documents': 'r',
  'post /import/departments': 'r',
  'post /import/people': 'r',
  'post /import/documents': 'r',
  'get /scans': 'rsa',
  'post /scans': 'r',
  'get /scans/:id': 'rsa',
  'get /scans/:id/file': 'rsa',
  'get /scans/:id/thumbnail': 'rsa',
  'get /scans/:id/record': 'r',
  'post /scans/:id/match': 'r',
  'post /scans/:id/unmatch': 'r',
  'post /scans/:id/remove': 'r',
  'get /intake': 'rsa',
  'post /intake/:job/cancel': 'r',
  'get /evaluation': 'rsa',
  'get /evaluation/rows': 'rsa',
  'get /daily-sheets': 'rsa',
  'post /daily-sheets': 'rs',
  'get /daily-sheets/:sequence': 'rsa',
  'post /daily-sheets/:sequence/print': 'rs',
  'get /reconciliation': 'rsa',
  'get /reconciliation/summary': 'rsa',
  'post /reconciliation/:id/settle': 'rs',
  'get /search': 'rsa',
  'get /search/suggestions': 'rsa',
  'get /checkpoints': 'rsa',
  'get /checkpoints/latest': 'rsa',
  'get /checkpoints/key': 'rsatmck-',
  'get /clocks/settings': 'rsa',
  'post /clocks/settings': 'rs',
  'post /clocks/preview': 'rs',
  'get /clocks/calendar': 'rsa',
  'post /clocks/days': 'rs',
  'post /clocks/days/remove': 'rs',
  'get /deadlines': 'rsa',
  'get /consignments/:docket/deadlines': 'rsa',
  'post /consignments/:docket/clocks/:clock/pause': 'rs',
  'post /consignments/:docket/clocks/:clock/resume': 'rs',
  'get /desk': 'rsatmc',
  'post /desk/signatures': 'c',
  'post /desk/instructions': 'c',
  'post /desk/handled': 'c',
  'post /look-ups': 'rsatmc',
  'get /events': 'ra',
  'get /directory': 'ra',
  'post /directory/sync': 'r',
  'get /directory/syncs/:sync': 'ra',
  'post /directory/syncs/:sync/undo': 'r',
  'get /webhooks': 'r',
  'post /webhooks': 'r',
  'get /webhooks/:id': 'r',
  'post /webhooks/:id/replay': 'r',
  'post /webhooks/:id/disable': 'r',
  'post /webhooks/:id/enable': 'r',
  'post /webhooks/:id/remove': 'r',
  'post /webhooks/:id/test': 'r',
  'get /webhook-choices': 'r',

  // A stranger on this very machine is the kiosk's browser; strangers elsewhere are tested below.
  'get /stations/:id/session': 'k-',
  'post /stations/:id/session': 'k-',
};
const LETTERS: Readonly<Record<string, string>> = {
  ...{ registrar: 'r', supervisor: 's', auditor: 'a', technician: 't' },
  ...{ messenger: 'm', collector: 'c', kiosk: 'k', nobody: '-' },
};
const ASKERS = [...tokenRole.options, 'nobody'];

const site = makeSite();
const routes = routesOf(site, new OfficeSessions(site.clock, entropy));
let served: Served;
beforeAll(async () => {
  seed(site);
  served = await serve(site);
});
afterAll(() => served.stop());

describe('the role matrix', () => {
  it('has a row for every operation and no other', () => {
    expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(Object.keys(MATRIX).sort());
  });

  it.each(ASKERS)('is what the server does for %s, cell by cell', async (asker) => {
    const token = asker === 'nobody' ? undefined : tokenFor(site, tokenRole.parse(asker));
    const ask = client(`${served.url}/api/v1`, token === undefined ? {} : { token });
    for (const { method, path, rawBody } of routes) {
      const row = MATRIX[`${method} ${path}`] ?? '';
      const permitted = row.includes(LETTERS[asker] ?? '?');
      const address = path.replace(/:\w+/g, 'nothing-there');
      const [type] = [rawBody ?? []].flat();
      const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
      const { status } =
        method === 'get'
          ? await ask('GET', address)
          : await ask('POST', address, undefined, { raw: '{', headers });
      const seen = status !== 401 && status !== 403;
      expect(`${method} ${path} ${asker} ${seen}`).toBe(`${method} ${path} ${asker} ${permitted}`);
    }
  });

  it('gives a person with several roles what any of them may', () => {
    const who: Principal = { kind: 'person', number: '1', roles: ['messenger', 'auditor'] };
    expect(permits(['registrar', 'auditor'], who)).toBe(true);
    expect(permits(['registrar'], who)).toBe(false);
  });

  it('gives a stranger elsewhere nothing but what is public, and a person nothing of a kiosk', () => {
    const stranger: Principal = { kind: 'stranger' };
    const all: Access[] = ['signed-in', 'station', ['registrar']];
    expect(all.filter((access) => permits(access, stranger))).toEqual([]);
    expect(permits('station', { kind: 'person', number: '1', roles: ['registrar'] })).toBe(false);
  });
});

/** Cells in which a rule says something else than the matrix. */
const differing = (rule: typeof permits): string[] =>
  ASKERS.flatMap((asker) => {
    const who: Principal =
      asker === 'nobody' ? { kind: 'local' } : { kind: 'program', name: asker, role: tokenRole.parse(asker) };
    return routes.flatMap(({ method, path, access }) => {
      const cell = `${method} ${path}`;
      return rule(access, who) === (MATRIX[cell] ?? '').includes(LETTERS[asker] ?? '?')
        ? []
        : [`${cell} ${asker}`];
    });
  });

describe('the matrix is no formality', () => {
  it('agrees with the rule', () => expect(differing(permits)).toEqual([]));

  const mutants: [string, typeof permits][] = [
    ['lets everybody in', () => true],
    ['lets nobody in', () => false],
    [
      'forgets that a kiosk is nobody in particular',
      (access, who) => access === 'signed-in' || permits(access, who),
    ],
    ['gives a kiosk’s calls to everybody', (access, who) => access === 'station' || permits(access, who)],
    [
      'takes only the first role',
      (access, who) => permits(Array.isArray(access) ? access.slice(0, 1) : access, who),
    ],
    [
      'gives auditors what technicians may',
      (access, who) =>
        permits(access, who) ||
        (who.kind === 'program' && who.role === 'auditor' && permits(access, { ...who, role: 'technician' })),
    ],
  ];
  it.each(mutants)('planted mutant: a rule that %s differs', (_, rule) => {
    expect(differing(rule).length).toBeGreaterThan(0);
  });
});
