import { z } from 'zod';
import { matchScan, proposalOf, removeScan, unmatchScan } from '../../commands/scans.ts';
import type { AnyStoredEvent, StoredEvent } from '../../ports/ledger.ts';
import type { ScanRow } from '../../ports/read-models.ts';
import { listOf, recordFieldsView } from '../answers.ts';
import type { RecordFieldsView } from '../contract/office.ts';
import type { IntakeView, ScanReportView, ScanView } from '../contract/scans.ts';
import { line } from '../contract/text.ts';
import type { ApiDeps } from '../http/deps.ts';
import { ProblemError } from '../http/problem.ts';
import { created, fileAnswer, ok, route, type Call, type Route } from '../http/route.ts';
import { keyOf } from '../views-of.ts';
import { listOfPage, pageOf, pageQuery, valueOf } from './listing.ts';
import { intakeView, scanReportView, scanView } from './scan-answers.ts';

/** Largest file of scans, bytes. */
export const SCAN_LIMIT = 64 * 1024 * 1024;
const TYPES = ['application/pdf', 'image/png', 'image/jpeg', 'image/tiff', 'application/octet-stream'];
const MEDIA = { pdf: 'application/pdf', png: 'image/png', jpeg: 'image/jpeg', tiff: 'image/tiff' } as const;
const job = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);
const READERS = ['registrar', 'supervisor', 'auditor'] as const;

export const scanRoutes = (deps: ApiDeps): Route[] => {
  const { views } = deps;
  const rowOf = (id: string): ScanRow => {
    const row = views.scan(id);
    if (!row) throw new ProblemError(404, 'no-such', { values: { what: 'scan', id } });
    return row;
  };
  const shown = (row: Omit<ScanRow, 'file' | 'source' | 'sequence'>): ScanView => viewOf(deps, row);
  /** Answers with the scan as these events leave it. */
  const changing = (
    { params: { id = '' }, remember }: Pick<Call, 'params' | 'remember'>,
    change: (answer: ReturnType<Call['remember']>) => Parameters<typeof valueOf>[0],
  ) => {
    const before = rowOf(id);
    valueOf(change(remember((events) => ok(shown(after(before, events))))));
    return ok(shown(rowOf(id)));
  };
  const file = async ({ params: { id = '' } }: Pick<Call, 'params'>, what: 'bytes' | 'thumbnail') => {
    const row = rowOf(id);
    const bytes = row.state === 'removed' ? undefined : await deps.files.get(row.file, what);
    if (!bytes) throw new ProblemError(404, 'no-such', { values: { what: 'file of scan', id } });
    return { row, bytes };
  };
  return [
    route({
      method: 'get',
      path: '/scans',
      tag: 'scans',
      summary: 'Scanned papers, newest first',
      access: READERS,
      query: pageQuery.extend({
        state: scanView.shape.state.optional(),
        document: z.string().min(1).max(64).optional(),
      }),
      answers: { status: 200, description: 'One page', schema: listOf(scanView) },
      handler: ({ query: { state, document, ...page } }) =>
        ok(listOfPage(views.scans(pageOf(page), { state, document }), shown)),
    }),
    route({
      method: 'post',
      path: '/scans',
      tag: 'scans',
      summary: 'Take in a scanned file (PDF, PNG, JPEG, TIFF): split at cover sheets, matched by its codes',
      access: ['registrar'],
      rawBody: TYPES,
      rawLimit: SCAN_LIMIT,
      query: z.strictObject({ name: z.string().max(300).default(''), job: job.optional() }),
      answers: { status: 201, description: 'What it was found to be', schema: scanReportView },
      async handler({ raw, query, by, remember, who }) {
        const way = who.kind === 'person' ? 'page' : 'api';
        const report = (events: readonly AnyStoredEvent[]) => created(reportOf(deps, events));
        const taken = await deps.intake.take({ bytes: raw, way, ...query }, by, remember(report));
        return report(valueOf(taken));
      },
    }),
    route({
      method: 'get',
      path: '/scans/:id',
      tag: 'scans',
      summary: 'One scanned paper',
      access: READERS,
      answers: { status: 200, description: 'The scan', schema: scanView },
      handler: ({ params: { id = '' } }) => ok(shown(rowOf(id))),
    }),
    route({
      method: 'get',
      path: '/scans/:id/file',
      tag: 'scans',
      summary: 'The kept pages',
      access: READERS,
      answers: { status: 200, description: 'The file', files: Object.values(MEDIA) },
      async handler(call) {
        const { row, bytes } = await file(call, 'bytes');
        return fileAnswer({ type: MEDIA[row.form], name: `${row.id}.${row.form}`, bytes, inline: true });
      },
    }),
    route({
      method: 'get',
      path: '/scans/:id/thumbnail',
      tag: 'scans',
      summary: 'A small picture of its first page',
      access: READERS,
      answers: { status: 200, description: 'The picture', files: ['image/png'] },
      async handler(call) {
        const { row, bytes } = await file(call, 'thumbnail');
        return fileAnswer({ type: 'image/png', name: `${row.id}.png`, bytes, inline: true });
      },
    }),
    route({
      method: 'get',
      path: '/scans/:id/record',
      tag: 'scans',
      summary: 'What the official record on it proposes to register; registers nothing',
      access: ['registrar'],
      answers: { status: 200, description: 'What the record says', schema: recordFieldsView },
      handler({ params: { id = '' } }) {
        const proposal = proposalOf(rowOf(id));
        if (!proposal) throw new ProblemError(422, 'not-a-record', { values: { why: 'unknown-tag' } });
        const { number, title, issuers, kind, urgency, writtenOn, barcode, oddities, recipient } = proposal;
        const proposed = recipient
          .split(/[、，,；;\s]+/u)
          .flatMap((name) => views.departmentCalled(name)?.code ?? []);
        return ok({
          ...{ number, title, issuers, kind, urgency, writtenOn, barcode, oddities },
          ...{ recipient, proposed: [...new Set(proposed)] },
        } satisfies RecordFieldsView);
      },
    }),
    route({
      method: 'post',
      path: '/scans/:id/match',
      tag: 'scans',
      summary: 'Say by hand what it is of: a docket code, or the id of a document',
      access: ['registrar'],
      body: z.union([
        z.strictObject({ docket: z.string().min(1).max(64) }),
        z.strictObject({ document: z.string().min(1).max(64) }),
      ]),
      answers: { status: 200, description: 'The scan', schema: scanView },
      handler: (call) =>
        changing(call, (answer) => matchScan(deps, call.params['id'] ?? '', call.body, call.by, answer)),
    }),
    route({
      method: 'post',
      path: '/scans/:id/unmatch',
      tag: 'scans',
      summary: 'Take a match back: it waits in the list again',
      access: ['registrar'],
      answers: { status: 200, description: 'The scan', schema: scanView },
      handler: (call) =>
        changing(call, (answer) => unmatchScan(deps, call.params['id'] ?? '', call.by, answer)),
    }),
    route({
      method: 'post',
      path: '/scans/:id/remove',
      tag: 'scans',
      summary: 'Have it deleted, with a reason; the record of it stays',
      access: ['registrar'],
      body: z.strictObject({ reason: line(200) }),
      answers: { status: 200, description: 'The scan', schema: scanView },
      handler: (call) =>
        changing(call, (answer) =>
          removeScan(deps, call.params['id'] ?? '', call.body.reason, call.by, answer),
        ),
    }),
    route({
      method: 'get',
      path: '/intake',
      tag: 'scans',
      summary: 'What is being read now, and how the watched folder does',
      access: READERS,
      answers: { status: 200, description: 'Jobs in order', schema: intakeView },
      handler: () =>
        ok({
          jobs: deps.intake.jobs().map(({ id, page, pages }) => ({ id, page, pages })),
          folder: deps.watchedFolder?.() ?? null,
        } satisfies IntakeView),
    }),
    route({
      method: 'post',
      path: '/intake/:job/cancel',
      tag: 'scans',
      summary: 'Give up a file that waits or is being read; one’s own only',
      access: ['registrar'],
      answers: {
        status: 200,
        description: 'Whether there was such a job',
        schema: z.object({ cancelled: z.boolean() }),
      },
      handler: ({ params, by }) => ok({ cancelled: deps.intake.cancel(params['job'] ?? '', by.actor) }),
    }),
  ];
};

const viewOf = ({ views }: ApiDeps, row: Omit<ScanRow, 'file' | 'source' | 'sequence'>): ScanView => {
  const { id, state, why, docket, how, form, bytes, pages, name, first, way, cover, readings } = row;
  const document = row.document === null ? undefined : views.document(row.document);
  return {
    ...{ id, state, why, docket, how, form, bytes, pages, name, first, way, cover, readings },
    document: document ? { id: document.id, number: document.number, title: document.title } : null,
    ...{ receivedAt: row.receivedAt, receivedBy: row.receivedBy, changedAt: row.changedAt },
  };
};

/** The scan as these events of its stream leave it: made inside their transaction, before the views know. */
const after = (row: ScanRow, events: readonly AnyStoredEvent[]): ScanRow =>
  events.reduce<ScanRow>((scan, { type, payload, time }) => {
    const changed = { ...scan, changedAt: time };
    if (type === 'ScanMatched') return { ...changed, ...payload, state: 'matched', why: null };
    if (type === 'ScanUnmatched')
      return { ...changed, state: 'unmatched', why: payload.why, document: null, docket: null, how: null };
    if (type === 'ScanRemoved') return { ...changed, state: 'removed', why: payload.reason };
    return scan;
  }, row);

const reportOf = (deps: ApiDeps, events: readonly AnyStoredEvent[]): ScanReportView => {
  const items = events
    .filter((event): event is StoredEvent<'ScanReceived'> & AnyStoredEvent => event.type === 'ScanReceived')
    .map(({ stream, payload, time, actor, sequence }) => {
      const born: ScanRow = {
        ...payload,
        ...{ id: keyOf(stream), state: 'unmatched', why: null, document: null, docket: null, how: null },
        ...{ receivedAt: time, receivedBy: actor, changedAt: time, sequence },
      };
      return viewOf(
        deps,
        after(
          born,
          events.filter((event) => event.stream === stream),
        ),
      );
    });
  return {
    pages: items.reduce((sum, { pages }) => sum + pages, 0),
    matched: items.filter(({ state }) => state === 'matched').length,
    unmatched: items.filter(({ state }) => state === 'unmatched').length,
    items,
  };
};
