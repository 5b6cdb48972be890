import { z } from 'zod';
import { currentBadge, setBadge, setCard, setPin } from '../../commands/credentials.ts';
import { changeDepartment, registerDepartment } from '../../commands/departments.ts';
import { changePerson, disablePerson, registerPerson } from '../../commands/people.ts';
import { credentialView, departmentView, listOf, personView } from '../answers.ts';
import {
  registerDepartment as departmentBody,
  registerPerson as personBody,
  setCredential,
  type CredentialView,
  type DepartmentView,
  type PersonView,
} from '../contract/office.ts';
import { line } from '../contract/text.ts';
import type { ApiDeps } from '../http/deps.ts';
import { created, ok, route, type Call, type Route } from '../http/route.ts';
import { personViewOf } from '../views-of.ts';
import { valueOf } from './listing.ts';

const disableBody = z.strictObject({ reason: line(200) });

const departmentViewOf = ({
  outside = false,
  ...department
}: Omit<DepartmentView, 'outside'> & { readonly outside?: boolean | undefined }): DepartmentView => ({
  ...{ code: department.code, name: department.name, aliases: department.aliases },
  outside,
});

export const departmentRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'get',
    path: '/departments',
    tag: 'departments',
    summary: 'All departments',
    access: 'signed-in',
    answers: { status: 200, description: 'All of them, on one page', schema: listOf(departmentView) },
    handler: () =>
      ok({
        items: deps.views.departments().map(departmentViewOf),
        next: null,
      }),
  }),
  route({
    method: 'post',
    path: '/departments',
    tag: 'departments',
    summary: 'Register a department',
    access: ['registrar'],
    body: departmentBody,
    answers: { status: 201, description: 'The department', schema: departmentView },
    handler({ body: { code, ...department }, by, remember }) {
      const answer = created(departmentViewOf({ code, ...department }));
      valueOf(
        registerDepartment(
          deps,
          code,
          department,
          by,
          remember(() => answer),
        ),
      );
      return answer;
    },
  }),
  route({
    method: 'post',
    path: '/departments/:code',
    tag: 'departments',
    summary: 'Change a department’s name and aliases, and whether it is outside the house',
    access: ['registrar'],
    body: departmentBody.omit({ code: true }),
    answers: { status: 200, description: 'The department', schema: departmentView },
    handler({ params: { code = '' }, body, by, remember }) {
      const { outside = deps.views.department(code)?.outside } = body;
      const answer = ok(departmentViewOf({ code, ...body, outside }));
      valueOf(
        changeDepartment(
          deps,
          code,
          body,
          by,
          remember(() => answer),
        ),
      );
      return answer;
    },
  }),
];

export const personRoutes = (deps: ApiDeps): Route[] => {
  const plain = { disabled: false, hasPin: false, cards: 0 };
  const known = (number: string) => {
    const row = deps.views.person(number);
    return row
      ? personViewOf(row)
      : { number, name: '', roles: [], departments: [], standsInFor: [], ...plain };
  };
  return [
    route({
      method: 'get',
      path: '/people',
      tag: 'people',
      summary: 'All people',
      access: ['registrar', 'auditor'],
      answers: { status: 200, description: 'All of them, on one page', schema: listOf(personView) },
      handler: () => ok({ items: deps.views.people().map(personViewOf), next: null }),
    }),
    route({
      method: 'post',
      path: '/people',
      tag: 'people',
      summary: 'Register a person',
      access: ['registrar'],
      body: personBody,
      answers: { status: 201, description: 'The person', schema: personView },
      handler({ body: { number, ...person }, by, remember }) {
        const answer = created({ number, ...person, ...plain } satisfies PersonView);
        valueOf(
          registerPerson(
            deps,
            number,
            person,
            by,
            remember(() => answer),
          ),
        );
        return answer;
      },
    }),
    route({
      method: 'post',
      path: '/people/:number',
      tag: 'people',
      summary: 'Change a person’s name, roles and departments',
      access: ['registrar'],
      body: personBody.omit({ number: true }),
      answers: { status: 200, description: 'The person', schema: personView },
      handler({ params: { number = '' }, body, by, remember }) {
        const answer = ok({ ...known(number), ...body } satisfies PersonView);
        valueOf(
          changePerson(
            deps,
            number,
            body,
            by,
            remember(() => answer),
          ),
        );
        return answer;
      },
    }),
    route({
      method: 'post',
      path: '/people/:number/disable',
      tag: 'people',
      summary: 'The person may no longer sign in',
      access: ['registrar'],
      body: disableBody,
      answers: { status: 200, description: 'The person', schema: personView },
      handler({ params: { number = '' }, body, by, remember }) {
        const answer = ok({ ...known(number), disabled: true } satisfies PersonView);
        valueOf(
          disablePerson(
            deps,
            number,
            body.reason,
            by,
            remember(() => answer),
          ),
        );
        return answer;
      },
    }),
    credentialRoute(deps),
  ];
};

/** The text of a badge opens doors, so it is never stored with the remembered answer but made again. */
const credentialRoute = (deps: ApiDeps): Route =>
  route({
    method: 'post',
    path: '/people/:number/credentials',
    tag: 'people',
    summary: 'Set a PIN, enrol a card, or make a badge (older badges are void from then on)',
    access: ['registrar'],
    body: setCredential,
    answers: {
      status: 201,
      description: 'What was set; for a badge the text of its QR',
      schema: credentialView,
    },
    replay(body, { params: { number = '' } }: Call) {
      const { method } = body as CredentialView;
      return method === 'badge' ? { method, badge: currentBadge(deps, number) ?? null } : body;
    },
    async handler({ params: { number = '' }, body, by, remember }) {
      const answer = created({ method: body.method, badge: null } satisfies CredentialView);
      const kept = remember(() => answer);
      if (body.method === 'pin') valueOf(await setPin(deps, number, body.pin, by, kept));
      else if (body.method === 'card') valueOf(setCard(deps, number, body.uid, by, kept));
      else valueOf(setBadge(deps, number, by, kept));
      return answer;
    },
  });
