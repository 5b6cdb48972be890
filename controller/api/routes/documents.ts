import { z } from 'zod';
import { refuseClassified } from '../../commands/classified.ts';
import { registerDocument } from '../../commands/register-document.ts';
import { fieldsOf } from '../../commands/register-from-record.ts';
import { parseOfficialRecord } from '../../domain/official-record.ts';
import { isClassified } from '../../domain/secrecy.ts';
import { documentView, listOf, recordFieldsView } from '../answers.ts';
import { registerDocument as registerDocumentBody, type RecordFieldsView } from '../contract/office.ts';
import type { ApiDeps } from '../http/deps.ts';
import { ProblemError } from '../http/problem.ts';
import { created, ok, route, type Call, type Route } from '../http/route.ts';
import { documentViewOf, registeredViewOf } from '../views-of.ts';
import { listOfPage, pageOf, pageQuery, valueOf } from './listing.ts';

export const documentRoutes = (deps: ApiDeps): Route[] => {
  const { views } = deps;
  const wayOf = ({ who }: Pick<Call, 'who'>): 'form' | 'api' => (who.kind === 'person' ? 'form' : 'api');
  const refuse = (call: Omit<Call, 'body' | 'query'>, payload: string | Uint8Array): never => {
    refuseClassified(
      deps,
      wayOf(call),
      payload,
      call.by,
      call.who.kind === 'person' ? call.who.number : null,
    );
    throw new ProblemError(422, 'classified');
  };
  return [
    route({
      method: 'get',
      path: '/documents',
      tag: 'documents',
      summary: 'Documents, newest first',
      access: ['registrar', 'supervisor', 'auditor'],
      query: pageQuery,
      answers: { status: 200, description: 'One page', schema: listOf(documentView) },
      handler: ({ query }) =>
        ok(listOfPage(views.documents(pageOf(query)), (row) => documentViewOf(row, views))),
    }),
    route({
      method: 'post',
      path: '/documents',
      tag: 'documents',
      summary: 'Register a document and its consignments',
      access: ['registrar'],
      body: registerDocumentBody,
      answers: {
        status: 201,
        description: 'The document with its consignments, each with its docket code',
        schema: documentView,
      },
      before(call) {
        const { body } = call;
        if (typeof body !== 'object' || body === null || Array.isArray(body)) return;
        if (isClassified((body as { secrecy?: unknown }).secrecy)) refuse(call, call.raw);
      },
      handler(call) {
        const { secrecy: _, barcode, oaId, ...fields } = call.body;
        const document = {
          ...{ ...fields, barcode: barcode || null, oaId: oaId || null },
          ...{ way: wayOf(call), oddities: [] },
        };
        const answer = call.remember((events) => created(registeredViewOf(events, views)));
        const { events } = valueOf(registerDocument(deps, document, call.by, answer));
        return created(registeredViewOf(events, views));
      },
    }),
    route({
      method: 'get',
      path: '/documents/:id',
      tag: 'documents',
      summary: 'One document with its consignments',
      access: ['registrar', 'supervisor', 'auditor'],
      answers: { status: 200, description: 'The document', schema: documentView },
      handler({ params: { id = '' } }) {
        const row = views.document(id);
        if (!row) throw new ProblemError(404, 'no-such', { values: { what: 'document', id } });
        return ok(documentViewOf(row, views));
      },
    }),
    route({
      method: 'post',
      path: '/documents/read-record',
      tag: 'documents',
      summary: 'Read an official-document barcode record, to fill the registration form; registers nothing',
      access: ['registrar'],
      body: z.strictObject({ text: z.string().min(1).max(8192) }),
      answers: { status: 200, description: 'What the record says', schema: recordFieldsView },
      handler(call) {
        const parsed = parseOfficialRecord(call.body.text);
        if (!parsed.ok) throw new ProblemError(422, 'not-a-record', { values: { why: parsed.why } });
        if (parsed.classified || isClassified(parsed.record.secrecy)) return refuse(call, call.body.text);
        const { number, title, issuers, kind, urgency, writtenOn, barcode, oddities } = fieldsOf(
          parsed.record,
          parsed.oddities,
        );
        const { recipient } = parsed.record;
        const proposed = recipient
          .split(/[、，,；;\s]+/u)
          .map((name) => views.departmentCalled(name)?.code)
          .filter((code) => code !== undefined);
        return ok({
          ...{ number, title, issuers, kind, urgency, writtenOn, barcode, oddities },
          ...{ recipient, proposed: [...new Set(proposed)] },
        } satisfies RecordFieldsView);
      },
    }),
  ];
};
