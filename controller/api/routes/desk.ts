import { refuseClassified } from '../../commands/classified.ts';
import { handleAtDesk, noteInstruction, signForCollected } from '../../commands/desk.ts';
import { lookUp } from '../../commands/look-up.ts';
import type { Outcome } from '../../commands/outcome.ts';
import type { Permitted } from '../../domain/access.ts';
import { instantOf } from '../../ports/clock.ts';
import type { PersonRow } from '../../ports/read-models.ts';
import { withAbsent } from '../../stations/absent.ts';
import {
  deskView,
  foundView,
  handleAtDesk as handleAtDeskBody,
  handledView,
  instructionView,
  lookUp as lookUpBody,
  noteInstruction as noteInstructionBody,
  signCollected,
  signedView,
  type FoundView,
} from '../contract/desk.ts';
import { deskViewOf, foundPieceOf } from '../desk-views.ts';
import type { Principal } from '../http/access.ts';
import type { ApiDeps } from '../http/deps.ts';
import { ProblemError } from '../http/problem.ts';
import { ok, route, type Route } from '../http/route.ts';
import { valueOf } from './listing.ts';

/** Most pieces told of a document that was looked up. */
const MOST_FOUND = 50;

/** What people do at their own desk or on their phone, and looking a paper up. */
export const deskRoutes = (deps: ApiDeps): Route[] => {
  const { views, clock } = deps;
  /** Whoever is away and named this person counts as well, as at a station. */
  const personOf = (who: Principal): PersonRow | undefined => {
    const person = who.kind === 'person' ? views.person(who.number) : undefined;
    return person && withAbsent(deps, person.number, person);
  };
  /** Only people sign: a program has no hand to do it with. */
  const signerOf = (who: Principal): PersonRow => {
    const person = personOf(who);
    if (!person) throw new ProblemError(409, 'people-only');
    return person;
  };
  const eyesOf = (who: Principal): Permitted =>
    personOf(who) ?? {
      roles: who.kind === 'program' && who.role !== 'kiosk' ? [who.role] : [],
      ...{ departments: [], standsInFor: [] },
    };
  const done = <T>(outcome: Outcome<T>): T => {
    if (!outcome.ok && outcome.refusal.code === 'not-yours')
      throw new ProblemError(403, 'not-yours', { values: outcome.refusal.values });
    return valueOf(outcome);
  };
  return [
    route({
      method: 'get',
      path: '/desk',
      tag: 'desk',
      summary:
        'What waits for one’s departments, urgent first, and what was collected and still asks something',
      access: 'signed-in',
      answers: { status: 200, description: 'All of it; nothing for a program', schema: deskView },
      handler: ({ who }) => ok(deskViewOf(deps, personOf(who))),
    }),
    route({
      method: 'post',
      path: '/desk/signatures',
      tag: 'desk',
      summary: 'Sign electronically for pieces that were collected: all or none',
      access: ['collector'],
      body: signCollected,
      answers: { status: 200, description: 'What is signed for', schema: signedView },
      handler({ who, body: { dockets, device }, by, remember }) {
        const signed = ok({ dockets: [...new Set(dockets)], at: instantOf(clock) });
        const signer = { person: signerOf(who), device };
        done(
          signForCollected(
            deps,
            dockets,
            signer,
            by,
            remember(() => signed),
          ),
        );
        return signed;
      },
    }),
    route({
      method: 'post',
      path: '/desk/instructions',
      tag: 'desk',
      summary: 'Write down what the leader instructed for a piece',
      access: ['collector'],
      body: noteInstructionBody,
      answers: { status: 200, description: 'What stands there now', schema: instructionView },
      handler({ who, body: { docket, instruction, device }, by, remember }) {
        const noted = ok({ docket, instruction });
        const signer = { person: signerOf(who), device };
        done(
          noteInstruction(
            deps,
            docket,
            instruction,
            signer,
            by,
            remember(() => noted),
          ),
        );
        return noted;
      },
    }),
    route({
      method: 'post',
      path: '/desk/handled',
      tag: 'desk',
      summary: 'Strike a piece off as handled: what the leader instructed, and what came of it',
      access: ['collector'],
      body: handleAtDeskBody,
      answers: { status: 200, description: 'Struck off', schema: handledView },
      handler({ who, body: { docket, device, ...handling }, by, remember }) {
        const handled = ok({ docket, at: instantOf(clock) });
        const signer = { person: signerOf(who), device };
        done(
          handleAtDesk(
            deps,
            docket,
            handling,
            signer,
            by,
            remember(() => handled),
          ),
        );
        return handled;
      },
    }),
    route({
      method: 'post',
      path: '/look-ups',
      tag: 'desk',
      summary:
        'What a code on a paper is: whose, and where it belongs; more for those whose it is. Changes nothing',
      access: 'signed-in',
      body: lookUpBody,
      answers: { status: 200, description: 'What it was found to be', schema: foundView },
      handler({ who, body, by }) {
        const found = lookUp(views, body.text);
        if (found.is === 'classified') {
          refuseClassified(deps, 'scan', body.text, by, who.kind === 'person' ? who.number : null);
          throw new ProblemError(422, 'classified');
        }
        const eyes = eyesOf(who);
        if (found.is === 'nothing') return ok(found satisfies FoundView);
        if (found.is === 'piece')
          return ok({ is: 'piece', piece: foundPieceOf(deps, found.row, eyes) } satisfies FoundView);
        const rows = found.documents.flatMap(({ id }) => views.consignmentsOf(id));
        return ok({
          ...{ is: 'document', number: found.documents[0]?.number ?? '' },
          pieces: rows.slice(0, MOST_FOUND).map((row) => foundPieceOf(deps, row, eyes)),
          more: Math.max(0, rows.length - MOST_FOUND),
        } satisfies FoundView);
      },
    }),
  ];
};
