import { z } from 'zod';
import { printPdf } from '../../commands/print-sheets.ts';
import type { ConsignmentRow } from '../../ports/read-models.ts';
import { SHEET_KINDS, type SheetKind } from '../../ports/sheet-maker.ts';
import { printJobView } from '../answers.ts';
import { printSheets } from '../contract/office.ts';
import type { ApiDeps } from '../http/deps.ts';
import { ProblemError } from '../http/problem.ts';
import { created, fileAnswer, route, type Call, type Route } from '../http/route.ts';
import { queuedJobViews } from '../views-of.ts';
import { valueOf } from './listing.ts';
import { printerFor } from './printer-choice.ts';

/** Most sheets of one PDF: about 20 seconds of work. */
const MOST_SHEETS = 300;
const PDF = 'application/pdf';
const copyNumber = z.coerce.number().int().min(1).max(9999).optional();
const query = z.strictObject({ from: copyNumber, to: copyNumber });
type Copies = z.output<typeof query>;

/** What the path of a request names. */
interface Named {
  readonly path: '/consignments/:docket' | '/documents/:id';
  readonly tag: string;
  readonly of: string;
  /** Its consignments; throws a problem when it is not there. */
  rows(
    params: Call['params'],
    copies: Copies,
  ): { readonly name: string; readonly rows: readonly ConsignmentRow[] };
}

/** A4 sheets as PDF, to keep or to print. */
export const sheetRoutes = (deps: ApiDeps): Route[] =>
  namedIn(deps).flatMap((named) => routesFor(deps, named));

const routesFor = (deps: ApiDeps, { path, tag, of, rows: rowsOf }: Named): Route[] => {
  const make = async (params: Call['params'], copies: Copies) => {
    const kind = kindOf(params['kind'] ?? '');
    const { name, rows } = rowsOf(params, copies);
    const made = await deps.sheetMaker.make(kind, goingOf(rows));
    if (!made.ok) throw new ProblemError(422, made.refusal.code, { values: made.refusal.values });
    return { name: `${kind}-${name}`, pdf: made.value };
  };
  return [
    route({
      method: 'get',
      path: `${path}/sheets/:kind`,
      tag,
      summary: `A4 sheet of ${of}: ${SHEET_KINDS.join(', ')}`,
      access: ['registrar'],
      query,
      answers: { status: 200, description: 'A page for each consignment', files: [PDF] },
      async handler({ params, query: copies }) {
        const { name, pdf } = await make(params, copies);
        return fileAnswer({ type: PDF, name: `${name}.pdf`, bytes: pdf, inline: true });
      },
    }),
    route({
      method: 'post',
      path: `${path}/sheets/:kind/print`,
      tag,
      summary: `Put the A4 sheet of ${of} in line for a printer`,
      access: ['registrar'],
      body: printSheets,
      answers: { status: 201, description: 'The job', schema: printJobView },
      async handler({ params, body: { printer: wanted, ...copies }, by, remember }) {
        const printer = printerFor(deps.config, 'sheet', wanted);
        const { name, pdf } = await make(params, copies);
        const answer = remember((events) => created(queuedJobViews(events)[0]));
        const order = { printer, label: name.slice(0, 100), pdf };
        return created(queuedJobViews(valueOf(printPdf(deps, order, by, answer)))[0]);
      },
    }),
  ];
};

const namedIn = ({ views }: ApiDeps): readonly Named[] => [
  {
    path: '/consignments/:docket',
    tag: 'consignments',
    of: 'a consignment',
    rows({ docket = '' }) {
      const row = views.consignment(docket);
      if (!row) throw new ProblemError(404, 'no-such', { values: { what: 'consignment', id: docket } });
      return { name: docket, rows: [row] };
    },
  },
  {
    path: '/documents/:id',
    tag: 'documents',
    of: 'every consignment of a document, or of its copies `from` to `to`',
    rows({ id = '' }, { from = 1, to = 9999 }) {
      if (!views.document(id)) throw new ProblemError(404, 'no-such', { values: { what: 'document', id } });
      return { name: id, rows: views.consignmentsOf(id).filter(({ copy }) => copy >= from && copy <= to) };
    },
  },
];

/** Docket codes of what still goes somewhere; throws when that is nothing, or too much for one file. */
const goingOf = (rows: readonly ConsignmentRow[]): readonly string[] => {
  const dockets = rows.filter(({ state }) => state !== 'withdrawn').map(({ docket }) => docket);
  if (dockets.length === 0)
    throw new ProblemError(409, 'wrong-state', { values: { state: 'withdrawn', needed: 'registered' } });
  if (dockets.length > MOST_SHEETS)
    throw new ProblemError(422, 'too-many-sheets', { values: { limit: MOST_SHEETS, count: dockets.length } });
  return dockets;
};

const kindOf = (kind: string): SheetKind => {
  const known = SHEET_KINDS.find((one) => one === kind);
  if (!known) throw new ProblemError(404, 'no-such', { values: { what: 'sheet', id: kind } });
  return known;
};
