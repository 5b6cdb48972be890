import { FAULT_WORDS } from '../../commands/packages/fault-words.ts';
import { FileFault } from '../../commands/packages/fault.ts';
import { MOST_FILE_BYTES, propose } from '../../commands/proposals/propose.ts';
import { proposals, type ProposalsView } from '../contract/proposals.ts';
import type { ApiDeps } from '../http/deps.ts';
import type { Language } from '../http/language.ts';
import { ProblemError } from '../http/problem.ts';
import { ok, route, type Route } from '../http/route.ts';
import { LIST_TYPES } from './imports.ts';

/** Documents read from a file of the OA; the answer is kept nowhere. */
export const proposalRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'post',
    path: '/documents/proposals',
    tag: 'documents',
    summary: 'Read an OFD package or an OA’s list (CSV, Excel), to be confirmed; registers nothing',
    access: ['registrar'],
    rawBody: ['application/ofd', ...LIST_TYPES],
    rawLimit: MOST_FILE_BYTES,
    answers: { status: 200, description: 'What was read, and from where', schema: proposals },
    handler({ raw, by, who, language }) {
      const person = who.kind === 'person' ? who.number : null;
      const names = deps.config.policies.fieldNames;
      try {
        const read = propose(deps, raw, { by, person, names });
        if (!read.ok) throw new ProblemError(422, 'classified');
        const { form, proposals: items, refused, ignored } = read;
        return ok({ form, items, refused, ignored } satisfies ProposalsView);
      } catch (error) {
        throw error instanceof FileFault ? asProblem(error, language) : error;
      }
    },
  }),
];

const asProblem = ({ code, place, value }: FileFault, language: Language): ProblemError =>
  new ProblemError(422, 'unreadable-file', {
    errors: [{ path: place, value, fix: FAULT_WORDS[code][language] }],
  });
