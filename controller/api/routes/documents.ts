import { z } from 'zod';
import { refuseClassified } from '../../commands/classified.ts';
import { amendDocument, withdrawDocument } from '../../commands/documents.ts';
import { registerDocument } from '../../commands/register-document.ts';
import { fieldsOf } from '../../commands/register-from-record.ts';
import type { AmendableFields } from '../../domain/document.ts';
import { parseOfficialRecord } from '../../domain/official-record.ts';
import { isClassified } from '../../domain/secrecy.ts';
import { documentView, listOf, recordFieldsView } from '../answers.ts';
import {
  amendDocument as amendDocumentBody,
  registerDocument as registerDocumentBody,
  withdraw,
  type RecordFieldsView,
} from '../contract/office.ts';
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
  /** Before anything else of a body is looked at. */
  const secrecyFirst = (call: Call, needed: boolean): void => {
    const { body } = call;
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return;
    if (!needed && !Object.hasOwn(body, 'secrecy')) return;
    if (isClassified((body as { secrecy?: unknown }).secrecy)) refuse(call, call.raw);
  };
  const documentNow = (id: string) => {
    const row = views.document(id);
    if (!row) throw new ProblemError(404, 'no-such', { values: { what: 'document', id } });
    return documentViewOf(row, views);
  };
  return [
    route({
      method: 'get',
      path: '/documents',
      tag: 'documents',
      summary: 'Documents, newest first',
      access: ['registrar', 'supervisor', 'auditor'],
      query: pageQuery.extend({ oaId: z.string().trim().min(1).max(100).optional() }),
      answers: { status: 200, description: 'One page', schema: listOf(documentView) },
      handler({ query: { oaId, ...query } }) {
        const page =
          oaId === undefined
            ? views.documents(pageOf(query))
            : { rows: views.documentsOfOa(oaId), next: null };
        return ok(listOfPage(page, (row) => documentViewOf(row, views)));
      },
    }),
    route({
      method: 'post',
      path: '/documents',
      together: true,
      tag: 'documents',
      summary: 'Register a document and its consignments',
      access: ['registrar'],
      body: registerDocumentBody,
      answers: {
        status: 201,
        description: 'The document with its consignments, each with its docket code',
        schema: documentView,
      },
      before: (call) => secrecyFirst(call, true),
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
        return ok(documentNow(id));
      },
    }),
    route({
      method: 'post',
      path: '/documents/:id/amend',
      together: true,
      tag: 'documents',
      summary:
        'Put right what was registered: all until a label is printed, what stands on no label until the first drop, the OA’s id always',
      access: ['registrar'],
      body: amendDocumentBody,
      answers: { status: 200, description: 'The document as it is now', schema: documentView },
      before: (call) => secrecyFirst(call, false),
      handler(call) {
        const { id = '' } = call.params;
        const { secrecy: _, barcode, oaId, reason, ...rest } = call.body;
        const fields: Partial<AmendableFields> = {
          ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
          ...(barcode === undefined ? {} : { barcode: barcode || null }),
          ...(oaId === undefined ? {} : { oaId: oaId || null }),
        };
        const now = () => ok(documentNow(id));
        valueOf(amendDocument(deps, id, { ...fields, reason }, call.by, call.remember(now)));
        return now();
      },
    }),
    route({
      method: 'post',
      path: '/documents/:id/withdraw',
      together: true,
      tag: 'documents',
      summary: 'Take back every piece of a document that was not dropped yet',
      access: ['registrar'],
      body: withdraw,
      answers: { status: 200, description: 'The document; pieces on their way go on', schema: documentView },
      handler({ params: { id = '' }, body, by, remember }) {
        const now = () => ok(documentNow(id));
        valueOf(withdrawDocument(deps, id, body.reason, by, remember(now)));
        return now();
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
