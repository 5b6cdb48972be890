import { createSearch, type RunningSearch } from '#controller/search/create-search.ts';
import type { Pinyin } from '#controller/search/departments.ts';
import type { EventDraft, PayloadOf } from '#controller/domain/events.ts';
import { createMemoryLedger } from '#controller/ledger/memory-ledger.ts';
import { openLedger, type OpenLedger } from '#controller/ledger/open-ledger.ts';
import { createReadModels, projections } from '#controller/views/read-models.ts';
import { add } from './ledgers.ts';
import { ManualClock } from './manual-clock.ts';

/** Enough of pinyin for the departments below. */
const readings: Readonly<Record<string, string>> = {
  ...{ 市: 'shi', 政: 'zheng', 府: 'fu', 办: 'ban', 公: 'gong', 室: 'shi', 财: 'cai', 局: 'ju' },
  ...{ 水: 'shui', 利: 'li', 发: 'fa', 改: 'gai', 委: 'wei' },
};
export const pinyin: Pinyin = (text) => Array.from(text, (character) => readings[character] ?? character);

/** A ledger with the search over it. With a folder both are files in it, else both are in memory. */
export const searchSite = ({ dataDir, ledger: given }: { dataDir?: string; ledger?: OpenLedger } = {}) => {
  const clock = new ManualClock();
  const ledger =
    given ??
    (dataDir === undefined
      ? createMemoryLedger({ site: 'test', projections })
      : openLedger({ dataDir, site: 'test', projections }));
  const views = createReadModels(ledger.db);
  const troubles: unknown[] = [];
  const search: RunningSearch = createSearch({
    ...{ ledger, views, clock, timeZone: 'Asia/Shanghai' },
    path: dataDir === undefined ? null : `${dataDir}/search.db`,
    pinyin: () => Promise.resolve(pinyin),
    onTrouble: (error) => troubles.push(error),
  });
  return {
    ...{ clock, ledger, views, search, troubles },
    close() {
      search.stop();
      ledger.close();
    },
  };
};
export type SearchSite = ReturnType<typeof searchSite>;

export const document = (more: Partial<PayloadOf<'DocumentRegistered'>> = {}): EventDraft => ({
  type: 'DocumentRegistered',
  payload: {
    ...{ number: '某政办发〔2026〕12号', title: '关于做好防汛工作的通知', issuers: ['某市人民政府办公室'] },
    ...{ kind: '通知', urgency: 'none', pages: 4, writtenOn: '2026-06-18', barcode: null, oaId: null },
    ...{ way: 'form', oddities: [] },
    ...more,
  },
});

/** Registers a document with one piece for each of these departments; dockets are `<id>` and a number. */
export const register = (
  { ledger }: Pick<SearchSite, 'ledger'>,
  id: string,
  more: Partial<PayloadOf<'DocumentRegistered'>> = {},
  departments: readonly string[] = [],
): void => {
  add(ledger, `document:${id}`, document(more));
  for (const [i, department] of departments.entries())
    add(ledger, `consignment:${id.toUpperCase()}${i}`, {
      type: 'ConsignmentRegistered',
      payload: { document: id, department, copy: i + 1, copies: departments.length },
    });
};
export const department = ({ ledger }: Pick<SearchSite, 'ledger'>, code: string, name: string): void =>
  void add(ledger, `department:${code}`, {
    type: 'DepartmentRegistered',
    payload: { name, aliases: [] },
  });

/** Ids of what is found, all pages of it, in order. */
export const found = async (
  { search }: Pick<SearchSite, 'search'>,
  words: string,
  more: Partial<Parameters<RunningSearch['find']>[0]> = {},
): Promise<string[]> => {
  const ids: string[] = [];
  let before: number | undefined;
  do {
    const page = await search.find({ words, limit: 20, before, ...more });
    ids.push(...page.hits.map((hit) => hit.document));
    before = page.next ?? undefined;
  } while (before !== undefined);
  return ids;
};
