import { afterEach, describe, expect, it } from 'vitest';
import type { Accounts } from '#controller/commands/accounts.ts';
import { setPin } from '#controller/commands/credentials.ts';
import { registerPerson } from '#controller/commands/people.ts';
import { registerDocument } from '#controller/commands/register-document.ts';
import { makeSignIn, type SignInDeps } from '#controller/commands/sign-in.ts';
import type { Notice } from '#controller/ports/notifier.ts';
import { GATHER_MS } from '#controller/supervision/notice-channel.ts';
import { Notices, type NoticesDeps } from '#controller/supervision/notices.ts';
import {
  by,
  client,
  documentBody,
  entropy,
  makeSite,
  seed,
  serve,
  type Served,
  type Site,
} from '#tests/support/api-site.ts';

/** Each check holds for the real thing and fails for a variant that is broken on purpose. */
let served: Served | undefined;
afterEach(async () => {
  await served?.stop();
  served = undefined;
});

const lockHolds = async (change: (deps: SignInDeps) => Partial<SignInDeps>): Promise<boolean> => {
  const site = makeSite();
  registerPerson(site, '1001', { name: '张', roles: ['collector'], departments: [], standsInFor: [] }, by);
  await setPin(site, '1001', '86420135', by);
  const deps = { ...site, policies: site.config.policies };
  const signIn = makeSignIn({ ...deps, ...change(deps) });
  for (let i = 0; i < 5; i++) await signIn.byPin(`place-${i}`, '1001', '00000000');
  return !(await signIn.byPin('elsewhere', '1001', '86420135')).ok;
};

describe('the lock-out check', () => {
  it('passes the real counter', async () => expect(await lockHolds(() => ({}))).toBe(true));

  it('catches a counter that forgets', async () => {
    const forgetful = (accounts: Accounts): Accounts =>
      Object.assign(Object.create(accounts) as Accounts, {
        of: (number: string) => ({ ...accounts.of(number), failures: 0, lockedUntil: null }),
      });
    expect(await lockHolds(({ accounts }) => ({ accounts: forgetful(accounts) }))).toBe(false);
  });

  it('catches a lock that is never set', async () =>
    expect(
      await lockHolds(({ policies }) => ({ policies: { ...policies, lockAfter: Number.POSITIVE_INFINITY } })),
    ).toBe(false));
});

/** Runs two pieces into a box, one of them out again before anybody is told, with a restart in between. */
const told = async (change: (site: Site) => Partial<NoticesDeps>): Promise<string[]> => {
  const site = makeSite();
  seed(site);
  const heard: Notice[] = [];
  const notifier = {
    id: 'hook',
    notify: (notice: Notice) => {
      heard.push(notice);
      return Promise.resolve(null);
    },
    close: () => undefined,
  };
  const start = (): Notices => {
    const notices = new Notices({ ...site, entropy, site: 'demo', notifiers: [notifier], ...change(site) });
    notices.start();
    return notices;
  };
  const { secrecy: _, ...fields } = documentBody();
  const document = {
    ...fields,
    urgency: 'none' as const,
    barcode: null,
    oaId: null,
    way: 'api' as const,
    oddities: [],
  };
  const made = registerDocument(site, { ...document, recipients: [{ department: 'bgs', copies: 2 }] }, by);
  const [stays = '', leaves = ''] = made.ok ? made.value.dockets : [];
  const visit = { compartment: 'A01', session: 's', intent: 'i' };
  const before = start();
  for (const docket of [stays, leaves])
    site.desk.append(
      [
        {
          stream: `consignment:${docket}`,
          events: [{ type: 'ConsignmentDeposited', payload: { ...visit, counted: 'sensor' } }],
        },
      ],
      by,
    );
  await before.stop();
  site.desk.append(
    [
      {
        stream: `consignment:${leaves}`,
        events: [{ type: 'ConsignmentCollected', payload: { ...visit, signedBy: 'box', department: 'bgs' } }],
      },
    ],
    by,
  );
  const after = start();
  await site.clock.advance(GATHER_MS);
  await after.stop();
  return heard.flatMap(({ dockets }) => dockets).map((docket) => (docket === stays ? 'stays' : 'leaves'));
};

describe('the notices check', () => {
  it('passes the real outbox', async () => expect(await told(() => ({}))).toEqual(['stays']));

  it('catches one that does not read the state again', async () => {
    const blind = ({ views }: Site) => ({
      views: {
        department: views.department,
        consignment: (docket: string) => {
          const row = views.consignment(docket);
          return row && { ...row, state: 'deposited' as const };
        },
      },
    });
    expect(await told(blind)).toEqual(['stays', 'leaves']);
  });

  it('catches one that forgets its cursor', async () => {
    const forgetful = ({ secrets }: Site) => ({ secrets: { ...secrets, get: () => undefined } });
    expect(await told(forgetful)).toEqual([]);
  });
});

const documentsMade = async (change: (site: Site) => void): Promise<number> => {
  const site = makeSite();
  const { token } = seed(site);
  change(site);
  served = await serve(site);
  const ask = client(`${served.url}/api/v1`, { token, key: 'one-and-the-same' });
  for (let i = 0; i < 2; i++) await ask('POST', '/documents', documentBody({ number: '无' }));
  return site.ledger.read(0, 100).filter((event) => event.type === 'DocumentRegistered').length;
};

describe('the idempotency check', () => {
  it('passes the real memory', async () => expect(await documentsMade(() => undefined)).toBe(1));

  it('catches answers that are not remembered with their events', async () => {
    const made = await documentsMade((site) => {
      const { append } = site.desk;
      site.desk.append = (writes, context) => append(writes, context);
    });
    expect(made).toBe(2);
  });
});
