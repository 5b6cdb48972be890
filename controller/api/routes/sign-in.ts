import { completeSetUp, isSetUpNeeded } from '../../commands/set-up.ts';
import { z } from 'zod';
import { meView } from '../answers.ts';
import { setUp, signIn, type MeView } from '../contract/office.ts';
import type { ApiDeps } from '../http/deps.ts';
import { ProblemError } from '../http/problem.ts';
import { networkOf } from '../http/network.ts';
import { created, ok, route, type Answer, type Call, type Route } from '../http/route.ts';
import { endedCookie, sessionCookie, type OfficeSessions } from '../http/sessions.ts';
import { valueOf } from './listing.ts';

/** The office page has no station: guesses are counted by network address (IPv6: by its /64 network). */
export const placeOf = (address: string): string => `office-${networkOf(address)}`.slice(0, 64);

export const signInRoutes = (deps: ApiDeps, sessions: OfficeSessions): Route[] => {
  const { timeZone } = deps.config.site;
  const signedIn = (call: Call, me: MeView, status: 200 | 201): Answer => {
    if (call.cookie !== undefined) sessions.close(call.cookie);
    const cookie = sessionCookie(sessions.open(me.number), call.secure);
    return { ...(status === 200 ? ok(me) : created(me)), headers: { 'Set-Cookie': cookie } };
  };
  return [
    route({
      method: 'get',
      path: '/setup',
      tag: 'sign-in',
      summary: 'Whether the site still needs its first registrar',
      access: 'public',
      answers: { status: 200, description: 'Yes or no', schema: z.object({ needed: z.boolean() }) },
      handler: () => ok({ needed: isSetUpNeeded(deps) }),
    }),
    route({
      method: 'post',
      path: '/setup',
      tag: 'sign-in',
      summary: 'Make the first registrar, with the code the controller printed',
      access: 'public',
      body: setUp,
      answers: { status: 201, description: 'The registrar, signed in', schema: meView },
      triesPerMinute: 10,
      async handler(call) {
        const { code, number, name, pin } = call.body;
        const by = { station: null, cause: call.by.cause };
        valueOf(await completeSetUp(deps, { code, number, name, pin }, by));
        return signedIn(call, { number, name, roles: ['registrar'], timeZone }, 201);
      },
    }),
    route({
      method: 'post',
      path: '/sign-in',
      tag: 'sign-in',
      summary: 'Sign in with number and PIN; the answer sets a session cookie',
      access: 'public',
      body: signIn,
      answers: { status: 200, description: 'Who is signed in', schema: meView },
      triesPerMinute: 20,
      async handler(call) {
        const { number, pin } = call.body;
        const answer = await deps.signIn.byPin(placeOf(call.address), number, pin);
        if (answer.ok) {
          const { name, roles } = deps.views.person(number) ?? answer.person;
          return signedIn(call, { number, name, roles, timeZone }, 200);
        }
        if (answer.why === 'station-locked')
          throw new ProblemError(429, 'place-locked', { values: { until: answer.until ?? '' } });
        if (answer.why === 'method-not-allowed' || answer.why === 'no-role')
          throw new ProblemError(403, 'not-allowed', { values: { roles: 'PIN' } });
        throw new ProblemError(401, 'sign-in-refused');
      },
    }),
    route({
      method: 'post',
      path: '/sign-out',
      tag: 'sign-in',
      summary: 'End the session of this browser',
      access: 'public',
      answers: { status: 200, description: 'Signed out, or nobody was signed in', schema: z.object({}) },
      handler(call) {
        if (call.cookie !== undefined) sessions.close(call.cookie);
        return { ...ok({}), headers: { 'Set-Cookie': endedCookie(call.secure) } };
      },
    }),
    route({
      method: 'get',
      path: '/me',
      tag: 'sign-in',
      summary: 'Who is signed in',
      access: 'signed-in',
      answers: { status: 200, description: 'The person, or the program and its role', schema: meView },
      handler({ who }) {
        if (who.kind === 'program')
          return ok({ number: `token:${who.name}`, name: who.name, roles: [who.role], timeZone });
        const person = who.kind === 'person' ? deps.views.person(who.number) : undefined;
        if (!person) throw new ProblemError(401, 'sign-in-required');
        return ok({ number: person.number, name: person.name, roles: person.roles, timeZone });
      },
    }),
  ];
};
