import { closeStockTake, orderStockTake } from '../../commands/stock-takes.ts';
import { instantOf } from '../../ports/clock.ts';
import type { StockTakeRow } from '../../ports/read-models.ts';
import { listOf } from '../answers.ts';
import * as contract from '../contract/stock-takes.ts';
import type { ApiDeps } from '../http/deps.ts';
import { FILE_TYPES } from '../http/formats.ts';
import { ProblemError } from '../http/problem.ts';
import { created, ok, route, type Route } from '../http/route.ts';
import { stockTakeDetailOf, stockTakeViewOf } from '../stock-take-views.ts';
import { stockTakeTable } from '../tables/stock-take.ts';
import { keyOf } from '../views-of.ts';
import { formatQuery, inForm, tableLanguage } from './forms.ts';
import { listOfPage, pageOf, pageQuery, valueOf } from './listing.ts';

const READERS = ['registrar', 'supervisor', 'auditor'] as const;
const WRITERS = ['registrar', 'supervisor'] as const;

/** Stock-takes: asked for by the office, counted at the stations, closed with their report. */
export const stockTakeRoutes = (deps: ApiDeps): Route[] => {
  const { views, config } = deps;
  const noSuch = (what: string, id: string) => new ProblemError(404, 'no-such', { values: { what, id } });
  const rowOf = (id: string): StockTakeRow => {
    const row = views.stockTake(id);
    if (!row) throw noSuch('stock-take', id);
    return row;
  };
  /** As they were asked for, in the order of the configuration. */
  const boxesOf = (cabinet: string | undefined, wanted: readonly string[]): string[] => {
    const boxes = config.cabinets.flatMap(({ id, compartments }) =>
      compartments.map((box) => ({ cabinet: id, id: box.id })),
    );
    const stranger = wanted.find((id) => !boxes.some((box) => box.id === id));
    if (stranger !== undefined) throw noSuch('compartment', stranger);
    if (cabinet !== undefined && !boxes.some((box) => box.cabinet === cabinet))
      throw noSuch('cabinet', cabinet);
    const all = cabinet === undefined && wanted.length === 0;
    return boxes
      .filter((box) => all || box.cabinet === cabinet || wanted.includes(box.id))
      .map(({ id }) => id);
  };
  return [
    route({
      ...{ method: 'get', path: '/stock-takes', tag: 'stock-takes', access: READERS, query: pageQuery },
      summary: 'Stock-takes that were asked for or begun at a station, the latest first',
      answers: { status: 200, description: 'One page', schema: listOf(contract.stockTakeView) },
      handler: ({ query }) =>
        ok(listOfPage(views.stockTakes(pageOf(query)), (row) => stockTakeViewOf(deps, row))),
    }),
    route({
      ...{ method: 'post', path: '/stock-takes', tag: 'stock-takes', access: WRITERS },
      body: contract.orderStockTake,
      summary:
        'Ask for boxes to be counted: those named, all of a cabinet, or all; counted is at the stations',
      answers: { status: 201, description: 'The stock-take', schema: contract.stockTakeView },
      handler({ body: { cabinet, compartments, note }, by, remember }) {
        const order = { compartments: boxesOf(cabinet, compartments).slice(0, 200), note };
        const answer = (events: readonly { readonly stream: string }[]) =>
          created(stockTakeViewOf(deps, rowOf(keyOf(events[0]?.stream ?? ''))));
        return answer(valueOf(orderStockTake(deps, order, by, remember(answer))));
      },
    }),
    route({
      ...{ method: 'get', path: '/stock-takes/:id', tag: 'stock-takes', access: READERS, query: formatQuery },
      summary: 'What a stock-take found, box by box, and what became of each difference',
      answers: { status: 200, description: 'It', schema: contract.stockTakeDetail, files: FILE_TYPES },
      handler(call) {
        const row = rowOf(call.params['id'] ?? '');
        deps.lookForDifferences();
        const detail = stockTakeDetailOf(deps, row);
        const about = { unit: config.site.name, timeZone: config.site.timeZone, made: instantOf(deps.clock) };
        const language = tableLanguage(call.language);
        return inForm(deps, call, detail, () => stockTakeTable(detail, { ...about, language }));
      },
    }),
    route({
      ...{ method: 'post', path: '/stock-takes/:id/close', tag: 'stock-takes', access: WRITERS },
      body: contract.closeStockTake,
      summary: 'Close a stock-take; what nobody settled stays on its report as it is',
      answers: { status: 200, description: 'The stock-take', schema: contract.stockTakeView },
      handler({ params: { id = '' }, body: { note }, by, remember }) {
        const { counted, differences } = stockTakeDetailOf(deps, rowOf(id));
        const open = differences.filter(({ done }) => !done).length;
        const outcome = { note, counted, differences: differences.length, open };
        const answer = () => ok(stockTakeViewOf(deps, rowOf(id)));
        valueOf(closeStockTake(deps, id, outcome, by, remember(answer)));
        return answer();
      },
    }),
  ];
};
