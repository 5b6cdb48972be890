import type { Connection } from '../ledger/connection.ts';
import type { Clock } from '../ports/clock.ts';
import type { ReadModels } from '../ports/read-models.ts';
import type { Search, SearchHit, SearchPage, SearchRequest, Suggestion } from '../ports/search.ts';
import { searchQueries } from '../views/search-queries.ts';
import { CatchUp, type CatchUpDeps } from './catch-up.ts';
import { departmentFinder, type Pinyin } from './departments.ts';
import type { Entry } from './entry.ts';
import { gramShares } from './gram-shares.ts';
import { openIndex, removeIndex, type IndexFile } from './index-file.ts';
import { hitOf, matcherOf, type Matcher } from './matcher.ts';
import { wordsOf, type Named, type Word } from './words.ts';

/** Entries looked at for one page, and for suggestions: what is not found among them is on the next page. */
const MOST_LOOKED_AT = { find: 4000, suggest: 1000 } as const;
const MOST_NAMED = 50;
const SUGGESTED = { departments: 3, dockets: 3, documents: 6 } as const;

export interface SearchOptions {
  readonly ledger: CatchUpDeps['ledger'] & { readonly db: Connection };
  readonly views: ReadModels;
  readonly clock: Clock;
  readonly timeZone: string;
  /** File of the index; null for one in memory. */
  readonly path: string | null;
  readonly pinyin: () => Promise<Pinyin>;
  readonly onTrouble: (error: unknown) => void;
}
export interface RunningSearch extends Search {
  /** Begins to follow the ledger. Without it the index catches up when it is asked. */
  start(): void;
  stop(): void;
}

export const createSearch = (options: SearchOptions): RunningSearch => {
  const { ledger, views, clock, timeZone, path, onTrouble } = options;
  const more = searchQueries(ledger.db);
  const index = indexOf(ledger, path, timeZone);
  const shares = gramShares(index);
  const catchUp = new CatchUp({
    ...{ ledger, clock, timeZone, index, onTrouble },
    views: { ...more, document: (id) => views.document(id) },
  });
  let finder: Promise<ReturnType<typeof departmentFinder>> | undefined;
  /** Pinyin's tables are large: they are read when somebody first searches. */
  const departments = () =>
    (finder ??= options.pinyin().then((pinyin) => departmentFinder(() => views.departments(), pinyin)));

  const named = (typed: string): Named[] => {
    const dockets = more.docketsLike(typed.toUpperCase(), MOST_NAMED);
    const papers = views.documentsLike({ barcode: typed, number: null });
    return [...dockets, ...papers.map(({ id }) => ({ document: id, docket: null }))];
  };
  const ask = async (typed: string): Promise<Word[]> => {
    const find = await departments();
    await catchUp.fresh();
    return wordsOf(typed, { departments: find, named });
  };
  const page = (request: SearchRequest, words: readonly Word[], most: number): SearchPage => {
    const { limit, before = Number.MAX_SAFE_INTEGER } = request;
    const matcher = matcherOf(request, words, { views: more, shares });
    const entries: Entry[] = [];
    let lookedAt = 0;
    let next: number | null = null;
    for (const entry of candidates(index, matcher, before)) {
      if (lookedAt === most || entries.length === limit) {
        next = entry.sequence + 1;
        break;
      }
      lookedAt += 1;
      if (matcher.fits(entry)) entries.push(entry);
    }
    return { hits: entries.flatMap((entry) => hit(entry, words)), next };
  };
  const hit = (entry: Entry, words: readonly Word[]): SearchHit[] => {
    const row = views.document(entry.document);
    return row ? [hitOf(entry, row, words)] : [];
  };

  return {
    find: async (request) => page(request, await ask(request.words), MOST_LOOKED_AT.find),
    async suggest(typed): Promise<Suggestion[]> {
      const words = await ask(typed);
      if (words.length === 0) return [];
      const codes = [...new Set(words.flatMap((word) => word.departments))].slice(0, SUGGESTED.departments);
      const dockets = words.flatMap((word) => word.named ?? []);
      const { hits } = page({ words: typed, limit: SUGGESTED.documents }, words, MOST_LOOKED_AT.suggest);
      return [
        ...codes.map((code) => ({
          ...{ kind: 'department' as const, code, name: views.department(code)?.name ?? code },
        })),
        ...dockets
          .flatMap(({ docket, document }) =>
            docket === null ? [] : [{ kind: 'docket' as const, docket, document }],
          )
          .slice(0, SUGGESTED.dockets),
        ...hits.map((each) => ({ kind: 'document' as const, hit: each })),
      ];
    },
    start: () => catchUp.start(),
    stop() {
      catchUp.stop();
      index.close();
    },
  };
};

/** An index of another ledger, or of events that this one no longer has, is made anew. */
const indexOf = (ledger: CatchUpDeps['ledger'], path: string | null, timeZone: string): IndexFile => {
  const index = openIndex(path, timeZone);
  if (CatchUp.belongs({ index, ledger }) || path === null) return index;
  index.close();
  removeIndex(path);
  return openIndex(path, timeZone);
};

function* candidates(index: IndexFile, { among, expression }: Matcher, before: number): Generator<Entry> {
  if (among === null) {
    yield* index.entries(expression, before);
    return;
  }
  const entries = among.flatMap((document) => index.entry(document) ?? []);
  yield* entries.filter(({ sequence }) => sequence < before).sort((a, b) => b.sequence - a.sequence);
}
