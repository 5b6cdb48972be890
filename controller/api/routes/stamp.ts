import { z } from 'zod';
import { refuseClassified } from '../../commands/classified.ts';
import type { StampOrder } from '../../ports/sheet-maker.ts';
import type { ApiDeps } from '../http/deps.ts';
import { ProblemError, readersBusy } from '../http/problem.ts';
import { fileAnswer, route, type Route } from '../http/route.ts';

/** Largest PDF to stamp, bytes. */
const STAMP_LIMIT = 32 * 1024 * 1024;
const PDF = 'application/pdf';
const mm = z.coerce.number().min(0).max(1000);
const yes = z.enum(['true', 'false']);
const query = z
  .strictObject({
    docket: z
      .string()
      .regex(/^[0-9A-Z]{16}$/)
      .optional(),
    place: z.enum(['auto', 'top-left', 'top-right', 'bottom-left', 'bottom-right']).default('auto'),
    x: mm.optional(),
    y: mm.optional(),
    size: z.coerce.number().min(10).max(40).default(15),
    cover: yes.default('true'),
    over: yes.default('false'),
  })
  .refine(({ x, y }) => (x === undefined) === (y === undefined), { path: ['y'] });

const orderOf = ({ place, x, y, size, cover, over }: z.output<typeof query>): StampOrder => ({
  place: x === undefined || y === undefined ? place : { x, y },
  ...{ size, cover: cover === 'true', over: over === 'true' },
});

/** A PDF of the office's own with our code on it. Nothing of it is kept. */
export const stampRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'post',
    path: '/documents/:id/stamp',
    tag: 'documents',
    summary:
      'A PDF with the docket code on its first page and the cover sheet in front; nothing of it is kept',
    access: ['registrar'],
    rawBody: PDF,
    rawLimit: STAMP_LIMIT,
    query,
    answers: {
      status: 200,
      description: 'The stamped PDF; `Stamped-At: x,y` says where, mm from the top left of its page',
      files: [PDF],
    },
    async handler({ params: { id = '' }, query: asked, raw, who, by }) {
      const docket = docketOf(deps, id, asked.docket);
      const made = await deps.sheetMaker.stamp(raw, docket, orderOf(asked));
      if (made.ok) {
        const { file, at } = made.value;
        return {
          ...fileAnswer({ type: PDF, name: `${docket}.pdf`, bytes: file }),
          headers: { 'Stamped-At': `${at.x.toFixed(1)},${at.y.toFixed(1)}` },
        };
      }
      const { code, values } = made.refusal;
      if (code === 'classified') {
        const way = who.kind === 'person' ? 'form' : 'api';
        refuseClassified(deps, way, raw, by, who.kind === 'person' ? who.number : null);
      }
      throw code === 'readers-busy' ? readersBusy() : new ProblemError(422, code, { values });
    },
  }),
];

/** The consignment whose code it is: the one named, else the document's only one. */
const docketOf = ({ views }: ApiDeps, document: string, wanted: string | undefined): string => {
  if (!views.document(document))
    throw new ProblemError(404, 'no-such', { values: { what: 'document', id: document } });
  const going = views.consignmentsOf(document).filter(({ state }) => state !== 'withdrawn');
  const chosen = wanted === undefined ? going : going.filter(({ docket }) => docket === wanted);
  const [only] = chosen;
  if (wanted !== undefined && !only)
    throw new ProblemError(404, 'no-such', { values: { what: 'consignment', id: wanted } });
  if (!only)
    throw new ProblemError(409, 'wrong-state', { values: { state: 'withdrawn', needed: 'registered' } });
  if (chosen.length > 1)
    throw new ProblemError(422, 'choose-consignment', { values: { count: chosen.length } });
  return only.docket;
};
