import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { setBadge, setCard, setPin, currentBadge } from '#controller/commands/credentials.ts';
import { disablePerson, registerPerson } from '#controller/commands/people.ts';
import type { SignInAnswer } from '#controller/ports/sign-in.ts';
import { by, demoConfig, makeSite, temporaryFolder, type Site } from '#tests/support/api-site.ts';

const PIN = '86420135';
type Role = 'messenger' | 'collector' | 'registrar' | 'technician';
const person = async (
  site: Site,
  number: string,
  roles: Role[] = ['collector'],
  pin = PIN,
): Promise<void> => {
  registerPerson(site, number, { name: '张三', roles, departments: [], standsInFor: [] }, by);
  await setPin(site, number, pin, by);
};
const why = (answer: SignInAnswer): string => (answer.ok ? 'ok' : answer.why);
const wrong = async (site: Site, number: string, place: string, times: number): Promise<string[]> => {
  const answers: string[] = [];
  for (let i = 0; i < times; i++) answers.push(why(await site.signIn.byPin(place, number, '00000000')));
  return answers;
};
const MINUTES_15 = 900_000;

describe('sign-in by PIN', () => {
  it('takes the right PIN, and after a change only the new one', async () => {
    const site = makeSite();
    await person(site, '1001');
    const answer = await site.signIn.byPin('front', '1001', PIN);
    expect(answer).toMatchObject({
      ok: true,
      method: 'pin',
      person: { number: '1001', roles: ['collector'] },
    });
    await setPin(site, '1001', '97531024', by);
    expect(why(await site.signIn.byPin('front', '1001', PIN))).toBe('wrong-pin');
    expect(why(await site.signIn.byPin('front', '1001', '97531024'))).toBe('ok');
    expect(site.secrets.names('pin:')).toEqual(['pin:1001:2']);
  });

  it('answers an unknown number exactly like a wrong PIN, to the lock and beyond', async () => {
    const site = makeSite();
    await person(site, '1001');
    const answers = async (number: string) => {
      const seen: unknown[] = [];
      for (let i = 0; i < 7; i++)
        seen.push(await site.signIn.byPin(`place-${number}-${i}`, number, '00000000'));
      return seen;
    };
    const known = await answers('1001');
    expect(await answers('9999')).toEqual(known);
    expect(known.slice(5)).toEqual(
      Array(2).fill({ ok: false, why: 'locked', until: '2026-06-18T01:15:00.000Z' }),
    );
  });

  it('locks the account after five wrong PINs wherever they were tried, for a right PIN too', async () => {
    const site = makeSite();
    await person(site, '1001');
    for (let i = 0; i < 5; i++) await wrong(site, '1001', `place-${i}`, 1);
    expect(why(await site.signIn.byPin('elsewhere', '1001', PIN))).toBe('locked');
    await site.clock.advance(MINUTES_15);
    expect(why(await site.signIn.byPin('elsewhere', '1001', PIN))).toBe('ok');
  });

  it('locks the place after five wrong PINs whoever they were tried for', async () => {
    const site = makeSite();
    for (let i = 0; i < 6; i++) await person(site, `100${i}`);
    for (let i = 0; i < 4; i++) await wrong(site, `100${i}`, 'front', 1);
    await wrong(site, 'stranger', 'front', 1);
    expect(await site.signIn.byPin('front', '1005', PIN)).toEqual({
      ...{ ok: false, why: 'station-locked' },
      until: '2026-06-18T01:15:00.000Z',
    });
    expect(why(await site.signIn.byPin('rear', '1005', PIN))).toBe('ok');
    await site.clock.advance(MINUTES_15);
    expect(why(await site.signIn.byPin('front', '1005', PIN))).toBe('ok');
  });

  it('keeps account and place locked over a restart', async () => {
    const dataDir = temporaryFolder();
    const before = makeSite({ dataDir });
    await person(before, '1001');
    await person(before, '1002');
    await wrong(before, '1001', 'front', 5);
    before.ledger.close();
    const after = makeSite({ dataDir, clock: before.clock });
    expect(why(await after.signIn.byPin('front', '1002', PIN))).toBe('station-locked');
    expect(why(await after.signIn.byPin('rear', '1001', PIN))).toBe('locked');
    expect(why(await after.signIn.byPin('rear', '1002', PIN))).toBe('ok');
    after.ledger.close();
    rmSync(dataDir, { recursive: true });
  });

  it('counts four failures before a restart and one after it as five', async () => {
    const dataDir = temporaryFolder();
    const before = makeSite({ dataDir });
    await person(before, '1001');
    for (let i = 0; i < 4; i++) await wrong(before, '1001', `place-${i}`, 1);
    before.ledger.close();
    const after = makeSite({ dataDir, clock: before.clock });
    await wrong(after, '1001', 'place-4', 1);
    expect(why(await after.signIn.byPin('place-5', '1001', PIN))).toBe('locked');
    after.ledger.close();
    rmSync(dataDir, { recursive: true });
  });

  it('lets no burst of parallel guesses past the counter', async () => {
    const site = makeSite();
    await person(site, '1001');
    const guesses = Array.from({ length: 50 }, (_, i) =>
      site.signIn.byPin(`place-${i}`, '1001', String(10_000_000 + i)),
    );
    const answers = (await Promise.all(guesses)).map(why);
    expect(answers.filter((answer) => answer === 'wrong-pin')).toHaveLength(5);
    expect(answers.filter((answer) => answer === 'locked')).toHaveLength(45);
  });

  it('follows the policy of the roles, and gives only the roles that the means is enough for', async () => {
    const config = demoConfig((demo) => ({
      ...demo,
      policies: { signIn: { messenger: ['badge', 'pin'], registrar: ['badge'], technician: ['card'] } },
    }));
    const site = makeSite({ config });
    await person(site, '1001', ['messenger', 'registrar']);
    await person(site, '1002', ['technician']);
    await person(site, '1003', []);
    expect(await site.signIn.byPin('front', '1001', PIN)).toMatchObject({ person: { roles: ['messenger'] } });
    expect(why(await site.signIn.byPin('front', '1002', PIN))).toBe('method-not-allowed');
    expect(why(await site.signIn.byPin('front', '1003', PIN))).toBe('no-role');
  });

  it('refuses a disabled person, but tells nobody who does not know the PIN', async () => {
    const site = makeSite();
    await person(site, '1001');
    await person(site, '1002', ['registrar']);
    disablePerson(site, '1001', '调离', by);
    expect(why(await site.signIn.byPin('front', '1001', '00000000'))).toBe('wrong-pin');
    expect(why(await site.signIn.byPin('front', '1001', PIN))).toBe('disabled');
  });

  it.each(['11111111', '12345678', '98765432', '12121212', '00100177'])(
    'does not accept the PIN %s',
    async (pin) => {
      const site = makeSite();
      await person(site, '1001771');
      await person(site, '100177', ['collector'], PIN);
      expect(await setPin(site, '100177', pin, by)).toMatchObject({
        ok: false,
        refusal: { code: 'weak-pin' },
      });
    },
  );
});

describe('sign-in by card and badge', () => {
  it('knows an enrolled card by its keyed hash and keeps its number nowhere', async () => {
    const site = makeSite();
    await person(site, '1001');
    setCard(site, '1001', '04a1b2c3', by);
    expect(why(await site.signIn.byCard('front', '04A1B2C3'))).toBe('ok');
    expect(why(await site.signIn.byCard('front', '04A1B2C4'))).toBe('stranger');
    expect(JSON.stringify(site.ledger.read(0, 100)).toUpperCase()).not.toContain('04A1B2C3');
    await person(site, '1002');
    expect(setCard(site, '1002', '04A1B2C3', by)).toMatchObject({ refusal: { code: 'card-taken' } });
  });

  it('takes the last badge only: a new one voids it', async () => {
    const site = makeSite();
    await person(site, '1001');
    setBadge(site, '1001', by);
    const first = currentBadge(site, '1001') ?? '';
    expect(why(await site.signIn.byBadge('front', first))).toBe('ok');
    setBadge(site, '1001', by);
    const second = currentBadge(site, '1001') ?? '';
    expect(why(await site.signIn.byBadge('front', first))).toBe('bad-badge');
    expect(why(await site.signIn.byBadge('front', second))).toBe('ok');
    expect(JSON.stringify(site.ledger.read(0, 100))).not.toContain(second);
  });

  it('does not let a locked account in by another means, nor lock one by forged badges', async () => {
    const site = makeSite();
    await person(site, '1001');
    setBadge(site, '1001', by);
    const badge = currentBadge(site, '1001') ?? '';
    const forged = badge.slice(0, -2) + (badge.endsWith('00') ? '11' : '00');
    for (let i = 0; i < 8; i++) expect(why(await site.signIn.byBadge('front', forged))).toBe('bad-badge');
    expect(why(await site.signIn.byBadge('front', badge))).toBe('ok');
    for (let i = 0; i < 5; i++) await wrong(site, '1001', `place-${i}`, 1);
    expect(why(await site.signIn.byBadge('front', badge))).toBe('locked');
  });
});
