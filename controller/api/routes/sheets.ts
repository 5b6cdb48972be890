import { z } from 'zod';
import { SHEET_KINDS, type Made, type SheetKind } from '../../ports/sheets.ts';
import type { ConsignmentRow } from '../../ports/read-models.ts';
import type { ApiDeps } from '../http/deps.ts';
import { ProblemError } from '../http/problem.ts';
import { fileAnswer, route, type Answer, type Route } from '../http/route.ts';

/** Most sheets of one PDF: about 20 seconds of work. */
const MOST_SHEETS = 300;
const PDF = 'application/pdf';
const copyNumber = z.coerce.number().int().min(1).max(9999).optional();
const query = z.strictObject({ from: copyNumber, to: copyNumber });

/** A4 sheets as PDF, for printing or keeping. */
export const sheetRoutes = (deps: ApiDeps): Route[] => {
  const { views, sheets } = deps;
  const make = async (kind: string, rows: readonly ConsignmentRow[], name: string): Promise<Answer> => {
    const going = rows.filter(({ state }) => state !== 'withdrawn');
    if (going.length === 0)
      throw new ProblemError(409, 'wrong-state', { values: { state: 'withdrawn', needed: 'registered' } });
    if (going.length > MOST_SHEETS)
      throw new ProblemError(422, 'too-many-sheets', { values: { limit: MOST_SHEETS, count: going.length } });
    const file = await sheets.make(
      kindOf(kind),
      going.map(({ docket }) => docket),
    );
    return fileAnswer({ type: PDF, name: `${kind}-${name}.pdf`, bytes: fileOf(file), inline: true });
  };
  const answers = { status: 200, description: 'The sheets, a page for each consignment', files: [PDF] };
  return [
    route({
      method: 'get',
      path: '/consignments/:docket/sheets/:kind',
      tag: 'consignments',
      summary: `An A4 sheet of a consignment: ${SHEET_KINDS.join(', ')}`,
      access: ['registrar'],
      answers,
      async handler({ params: { docket = '', kind = '' } }) {
        const row = views.consignment(docket);
        if (!row) throw new ProblemError(404, 'no-such', { values: { what: 'consignment', id: docket } });
        return make(kind, [row], docket);
      },
    }),
    route({
      method: 'get',
      path: '/documents/:id/sheets/:kind',
      tag: 'documents',
      summary: 'The same for every consignment of a document, or for copies `from` to `to`, in one PDF',
      access: ['registrar'],
      query,
      answers,
      async handler({ params: { id = '', kind = '' }, query: { from = 1, to = 9999 } }) {
        if (!views.document(id)) throw new ProblemError(404, 'no-such', { values: { what: 'document', id } });
        const rows = views.consignmentsOf(id).filter(({ copy }) => copy >= from && copy <= to);
        return make(kind, rows, id);
      },
    }),
  ];
};

const kindOf = (kind: string): SheetKind => {
  const known = SHEET_KINDS.find((one) => one === kind);
  if (!known) throw new ProblemError(404, 'no-such', { values: { what: 'sheet', id: kind } });
  return known;
};

const fileOf = <T>(made: Made<T>): T => {
  if (made.ok) return made.value;
  const { code, values } = made.refusal;
  throw new ProblemError(422, code, { values });
};
