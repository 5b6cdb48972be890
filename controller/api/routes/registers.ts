import { z } from 'zod';
import { noteHandling } from '../../commands/registers.ts';
import { dayAt, startOfDay } from '../../domain/days.ts';
import { instantOf } from '../../ports/clock.ts';
import { listOf } from '../answers.ts';
import {
  circulationEntry,
  dispatchEntry,
  noteHandling as noteHandlingBody,
  receivingEntry,
} from '../contract/registers.ts';
import type { ApiDeps } from '../http/deps.ts';
import { FILE_TYPES, formatOf } from '../http/formats.ts';
import { ProblemError } from '../http/problem.ts';
import { ok, route, type Route } from '../http/route.ts';
import { MOST_DOCUMENTS, registerTable } from '../tables/register-table.ts';
import { registers, type RegisterName } from '../tables/registers.ts';
import { tableWords } from '../tables/words.ts';
import { formatQuery, inForm, tableLanguage } from './forms.ts';
import { pageOf, pageQuery, valueOf } from './listing.ts';

/** A month before today when nothing is said. */
const DAYS_BEFORE = 30;
const query = pageQuery.extend({
  ...formatQuery.shape,
  /** First and last day on the site's calendar. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});
const SCHEMAS = { receiving: receivingEntry, dispatch: dispatchEntry, circulation: circulationEntry };
const SUMMARIES: Readonly<Record<RegisterName, string>> = {
  receiving: 'Receiving register: eight fields a document, none left out',
  dispatch: 'Dispatch register, by the level of the issuing organ in its files',
  circulation: 'Circulation register: every stop of documents that circulate, and where the paper is',
};

export const registerRoutes = (deps: ApiDeps): Route[] => {
  const { config, views, clock } = deps;
  const { timeZone, name: site } = config.site;
  /** The days asked for, and the time they span; throws `invalid` when they are the wrong way round. */
  const timeOf = (from: string | undefined, to: string | undefined) => {
    const last = to ?? dayAt(clock.now(), timeZone);
    const first = from ?? startOfDay(last, 'UTC', -DAYS_BEFORE).slice(0, 10);
    if (first > last)
      throw new ProblemError(422, 'invalid', { errors: [{ path: '/to', value: last, fix: `≥ ${first}` }] });
    const range = { from: startOfDay(first, timeZone), to: startOfDay(last, timeZone, 1) };
    return { days: [first, last] as const, range };
  };
  const one = (name: RegisterName): Route =>
    route({
      method: 'get',
      path: `/registers/${name}`,
      tag: 'registers',
      summary: `${SUMMARIES[name]}. As JSON newest first, page by page; as a file the whole time, oldest first`,
      access: ['registrar', 'supervisor', 'auditor'],
      query,
      answers: { status: 200, description: 'One page', schema: listOf(SCHEMAS[name]), files: FILE_TYPES },
      handler(call) {
        const { from, to, ...page } = call.query;
        const { days, range } = timeOf(from, to);
        const language = tableLanguage(call.language);
        const asked = { ...call, query: { format: formatOf(page.format, call.accept) } };
        if (asked.query.format === 'json') {
          const rows = views.register(range, pageOf(page), registers[name].circulated);
          const words = tableWords(language);
          const items = rows.rows.flatMap((row) => registers[name].entries(row, deps, words));
          return ok({ items, next: rows.next === null ? null : String(rows.next) });
        }
        return inForm(deps, asked, null, async () => {
          const now = instantOf(clock);
          const table = await registerTable(deps, { name, days, range, language, timeZone, site, now });
          if (table) return table;
          throw new ProblemError(422, 'too-many-lines', { values: { limit: MOST_DOCUMENTS } });
        });
      },
    });
  return [
    one('receiving'),
    one('dispatch'),
    one('circulation'),
    route({
      method: 'post',
      path: '/documents/:id/handling',
      tag: 'registers',
      summary: 'Write into the receiving register how a document is handled; what is left out is taken out',
      access: ['registrar'],
      body: noteHandlingBody,
      answers: { status: 200, description: 'The document’s line', schema: receivingEntry },
      handler({ params: { id = '' }, body, by, remember, language }) {
        const row = views.registerRow(id);
        if (!row) throw new ProblemError(404, 'no-such', { values: { what: 'document', id } });
        const words = tableWords(tableLanguage(language));
        const answer = ok(registers.receiving.entries({ ...row, handling: body }, deps, words)[0]);
        valueOf(
          noteHandling(
            deps,
            id,
            body,
            by,
            remember(() => answer),
          ),
        );
        return answer;
      },
    }),
  ];
};
