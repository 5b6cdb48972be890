import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { OddView, ProposalsView, ProposalView } from '#controller/api/contract/proposals.ts';
import type { DocumentView, RegisterDocument } from '#controller/api/contract/office.ts';
import type { Problem } from '#controller/api/contract/problem.ts';
import { say } from '../text/files/say.ts';
import { say as label } from '../text/office/say.ts';
import { office } from './office.svelte.ts';

export type ProposedName = Exclude<keyof ProposalView, 'place' | 'row' | 'secrecy' | 'known'>;
const names: readonly ProposedName[] = [
  ...(['number', 'title', 'issuers', 'kind', 'urgency', 'pages', 'writtenOn', 'barcode', 'oaId'] as const),
  'recipients',
];

/** What became of a row. */
export interface RowReport {
  readonly state: 'registered' | 'known' | 'failed';
  /** Id of the document, when there is one. */
  readonly document: string | null;
  readonly words: string;
}

const oddWords = ({ code, value }: OddView): string =>
  say(`odd.${code}`) + (value === '' ? '' : ` (${value})`);

const labels = {
  ...({ number: 'form.number', title: 'form.title', issuers: 'form.issuers', kind: 'form.kind' } as const),
  ...({ urgency: 'form.urgency', pages: 'form.pages', writtenOn: 'form.written-on' } as const),
  ...({ barcode: 'form.barcode', oaId: 'form.oa-id', recipients: 'form.recipients' } as const),
};
/** Everything odd about a proposal, each under the name of its field. */
export const oddsOf = (proposal: ProposalView): string[] =>
  names.flatMap((name) => proposal[name].odd.map((odd) => `${label(labels[name])}: ${oddWords(odd)}`));

/** Beside each field: where it was read from, and what is odd. */
export const notesOf = (proposal: ProposalView): Readonly<Record<ProposedName, string>> =>
  Object.fromEntries(
    names.map((name) => {
      const { from, odd } = proposal[name];
      const where = from === null ? say('propose.nowhere') : say('propose.from', { from });
      const place = odd.length > 0 ? `⚠ ${where}` : where;
      return [
        name,
        [place, ...odd.filter(({ code }) => from !== null || code !== 'missing').map(oddWords)].join(' · '),
      ];
    }),
  ) as Record<ProposedName, string>;

/** A file read into proposals; those chosen are registered one after the other. */
export class FileProposals {
  reading = $state('');
  name = $state('');
  file = $state.raw<ProposalsView | null>(null);
  problem = $state.raw<Problem | null>(null);
  readonly chosen = new SvelteSet<number>();
  readonly reports = new SvelteMap<number, RowReport>();
  /** How many of how many were sent; null when nothing is under way. */
  progress = $state.raw<{ readonly done: number; readonly of: number } | null>(null);
  #stopped = false;

  async read(file: File): Promise<void> {
    [this.reading, this.name, this.file, this.problem] = [file.name, file.name, null, null];
    const bytes = new Blob([file], { type: 'application/octet-stream' });
    const answer = await office.post<ProposalsView>('/documents/proposals', bytes);
    this.reading = '';
    this.problem = answer.ok ? null : answer.problem;
    this.reports.clear();
    this.chosen.clear();
    if (!answer.ok) return;
    this.file = answer.value;
    for (const [index, item] of answer.value.items.entries()) if (item.known === null) this.chosen.add(index);
  }
  choose(index: number, on: boolean): void {
    if (on) this.chosen.add(index);
    else this.chosen.delete(index);
  }
  chooseAll(on: boolean): void {
    this.chosen.clear();
    for (const index of (this.file?.items ?? []).keys())
      if (on && !this.isDone(index)) this.chosen.add(index);
  }
  isDone(index: number): boolean {
    return this.reports.get(index)?.state === 'registered';
  }
  stop(): void {
    this.#stopped = true;
  }
  /** Registers the chosen ones; `recipients` are for those whose row names none. */
  async register(recipients: RegisterDocument['recipients']): Promise<void> {
    const items = this.file?.items ?? [];
    const wanted = [...this.chosen].sort((a, b) => a - b).filter((index) => !this.isDone(index));
    this.#stopped = false;
    for (const [done, index] of wanted.entries()) {
      if (this.#stopped) break;
      this.progress = { done, of: wanted.length };
      const item = items[index];
      if (item) this.report(index, await send(item, recipients));
    }
    this.progress = null;
  }
  report(index: number, report: RowReport): void {
    this.reports.set(index, report);
    if (report.state !== 'failed') this.choose(index, false);
  }
}

const send = async (item: ProposalView, recipients: RegisterDocument['recipients']): Promise<RowReport> => {
  const own = item.recipients.value;
  const body: RegisterDocument = {
    ...{ number: item.number.value, title: item.title.value, issuers: [...item.issuers.value] },
    ...{ kind: item.kind.value, urgency: item.urgency.value, secrecy: 'none', pages: item.pages.value },
    ...{ writtenOn: item.writtenOn.value, barcode: item.barcode.value, oaId: item.oaId.value },
    recipients: own.length > 0 ? [...own] : recipients,
  };
  const answer = await office.post<DocumentView>('/documents', body);
  if (answer.ok) return { state: 'registered', document: answer.value.id, words: say('rows.registered') };
  const { code, detail, errors } = answer.problem;
  if (code === 'document-known') return { state: 'known', document: item.known, words: say('rows.known') };
  const fields = (errors ?? []).map(({ path, fix }) => `${path.slice(1)}: ${fix}`);
  return { state: 'failed', document: null, words: fields.length > 0 ? fields.join('; ') : detail || code };
};
