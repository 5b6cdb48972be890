import { expect, it } from 'vitest';
import { makeSignIn, type SignInDeps } from '#controller/commands/sign-in.ts';
import type { SignIn } from '#controller/ports/sign-in.ts';
import { makeSite } from '#tests/support/api-site.ts';

/** Guesses at one place, all at once, each at another person's number: how many were judged before it was locked. */
const judged = async (signIns: (deps: SignInDeps) => () => Pick<SignIn, 'byPin'>): Promise<number> => {
  const site = makeSite();
  const next = signIns({ ...site, policies: site.config.policies });
  const guesses = Array.from({ length: 20 }, (_, i) => next().byPin('front', String(1000 + i), '00000000'));
  const answers = await Promise.all(guesses);
  return answers.filter((answer) => !answer.ok && answer.why !== 'station-locked').length;
};
const { lockAfter } = makeSite().config.policies;

it('Guesses that come all at once are judged one after another, so that the lock stops the rest of them', async () => {
  const one = (deps: SignInDeps) => {
    const signIn = makeSignIn(deps);
    return () => signIn;
  };
  expect(await judged(one)).toBe(lockAfter);
});

it('Planted mutant: without the line more of them are judged than the lock allows, and that is noticed', async () => {
  const fresh = (deps: SignInDeps) => () => makeSignIn(deps);
  expect(await judged(fresh)).toBeGreaterThan(lockAfter);
});
