import type { LabelPreviewView, LabelTemplateBody } from '#controller/api/contract/label-templates.ts';
import type { Problem } from '#controller/api/contract/problem.ts';
import { pause } from '../client/time.ts';
import { office } from '../state/office.svelte.ts';

export interface Asked {
  readonly template: LabelTemplateBody;
  readonly dpi: number;
  readonly sample: string;
  readonly docket: string | null;
}
/** Rest between two drawings, ms: the controller has doors to see to. */
const REST = 120;

/** The dots a printer would get for what is on the page, drawn by the controller: one at a time, the newest wish next. */
export class Preview {
  /** The last label that could be drawn. */
  picture = $state.raw<ImageBitmap | null>(null);
  shortened = $state.raw<readonly string[]>([]);
  /** Why what is on the page would not be printed; the picture is then an older one. */
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);
  #wish: Asked | null = null;

  ask(wish: Asked): void {
    this.#wish = wish;
    if (!this.busy) void this.#draw();
  }
  /** Nothing more is drawn. */
  stop(): void {
    this.#wish = null;
  }
  async #draw(): Promise<void> {
    this.busy = true;
    for (let wish = this.#wish; wish !== null; wish = this.#wish) {
      this.#wish = null;
      const answer = await office.post<LabelPreviewView>('/label-preview', wish);
      this.problem = answer.ok ? null : flat(answer.problem);
      if (answer.ok) {
        this.picture = await bitmapOf(answer.value.png);
        this.shortened = answer.value.shortened;
      }
      await pause(REST);
    }
    this.busy = false;
  }
}

/** Errors of a template that came inside another body are named as those of the template itself. */
const flat = (problem: Problem): Problem =>
  problem.errors === undefined
    ? problem
    : {
        ...problem,
        errors: problem.errors.map((one) => ({ ...one, path: one.path.replace(/^\/template\//, '/') })),
      };

/** A picture from bytes at hand: pages may not show addresses of their own making. */
const bitmapOf = (base64: string): Promise<ImageBitmap> =>
  createImageBitmap(
    new Blob([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], { type: 'image/png' }),
  );
