import { FAULT_WORDS } from '../../commands/packages/fault-words.ts';
import type { Fault } from '../../commands/packages/fault.ts';
import { MOST_FILE_BYTES } from '../../commands/proposals/found.ts';
import { propose } from '../../commands/proposals/propose.ts';
import { proposals, type ProposalsView } from '../contract/proposals.ts';
import type { ApiDeps } from '../http/deps.ts';
import type { Language } from '../http/language.ts';
import { ProblemError, readersBusy } from '../http/problem.ts';
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
    async handler({ raw, by, who, language }) {
      const person = who.kind === 'person' ? who.number : null;
      const found = await deps.fileReader.documents(raw, deps.config.policies.fieldNames);
      if (!found.ok) throw asProblem(found.fault, language);
      const read = propose(deps, raw, found.value, { by, person });
      if (!read.ok) throw new ProblemError(422, 'classified');
      const { form, proposals: items, refused, ignored } = read;
      return ok({ form, items, refused, ignored } satisfies ProposalsView);
    },
  }),
];

const asProblem = ({ code, place, value }: Fault, language: Language): ProblemError =>
  code === 'readers-busy'
    ? readersBusy()
    : new ProblemError(422, 'unreadable-file', {
        errors: [{ path: place, value, fix: FAULT_WORDS[code][language] }],
      });
