import type { Problem } from '#controller/api/contract/problem.ts';
import type { IntakeView, ScanReportView } from '#controller/api/contract/scans.ts';
import { pause, uuid } from '../client/time.ts';
import { office } from './office.svelte.ts';

export interface Upload {
  readonly job: string;
  readonly name: string;
  /** The browser reads it when it is sent. */
  readonly file: File;
  readonly state: 'waiting' | 'sending' | 'reading' | 'done' | 'failed' | 'cancelled';
  readonly page: number;
  readonly pages: number | null;
  readonly report: ScanReportView | null;
  readonly problem: Problem | null;
}
/** Pause between two questions for progress, ms. */
const LOOK_MS = 700;

/** Files on their way in: one is sent at a time, so that a pile of any height takes no more memory than one file. */
export class ScanUploads {
  items = $state.raw<readonly Upload[]>([]);
  readonly busy: boolean = $derived(this.items.some(({ state }) => !isOver(state)));
  #sending = false;

  add(files: Iterable<File>): void {
    const added = [...files].map((file): Upload => {
      const job = uuid();
      return {
        job,
        file,
        name: file.name,
        state: 'waiting',
        page: 0,
        pages: null,
        report: null,
        problem: null,
      };
    });
    this.items = [...this.items, ...added];
    void this.#send();
  }
  cancel(job: string): void {
    const state = this.items.find((one) => one.job === job)?.state;
    if (state === 'waiting') this.#change(job, { state: 'cancelled' });
    else void office.post(`/intake/${job}/cancel`);
  }
  clear(): void {
    this.items = this.items.filter(({ state }) => !isOver(state));
  }

  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    for (let next = this.#waiting(); next; next = this.#waiting()) await this.#take(next);
    this.#sending = false;
  }
  #waiting(): Upload | undefined {
    return this.items.find(({ state }) => state === 'waiting');
  }
  async #take({ job, name, file }: Upload): Promise<void> {
    this.#change(job, { state: 'sending' });
    void this.#follow(job);
    const answer = await office.post<ScanReportView>(
      `/scans?job=${job}&name=${encodeURIComponent(name.slice(0, 200))}`,
      file,
    );
    if (answer.ok) this.#change(job, { state: 'done', report: answer.value });
    else if (answer.problem.code === 'cancelled') this.#change(job, { state: 'cancelled' });
    else this.#change(job, { state: 'failed', problem: answer.problem });
  }
  async #follow(job: string): Promise<void> {
    for (;;) {
      await pause(LOOK_MS);
      const state = this.items.find((one) => one.job === job)?.state;
      if (state === undefined || isOver(state)) return;
      const answer = await office.get<IntakeView>('/intake');
      const seen = answer.ok ? answer.value.jobs.find(({ id }) => id === job) : undefined;
      const now = this.items.find((one) => one.job === job)?.state;
      if (seen?.pages && now !== undefined && !isOver(now))
        this.#change(job, { state: 'reading', page: seen.page, pages: seen.pages });
    }
  }
  #change(job: string, change: Partial<Upload>): void {
    this.items = this.items.map((one) => (one.job === job ? { ...one, ...change } : one));
  }
}
export const isOver = (state: Upload['state']): boolean =>
  state === 'done' || state === 'failed' || state === 'cancelled';
