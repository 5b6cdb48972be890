import { afterEach, describe, expect, it } from 'vitest';
import type { Accounts } from '#controller/commands/accounts.ts';
import { setPin } from '#controller/commands/credentials.ts';
import { registerPerson } from '#controller/commands/people.ts';
import { makeSignIn, type SignInDeps } from '#controller/commands/sign-in.ts';
import {
  by,
  client,
  documentBody,
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
