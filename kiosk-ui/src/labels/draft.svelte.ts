import type { LabelElementView, LabelTemplateBody } from '#controller/api/contract/label-templates.ts';
import { movedTo, newElement, type NewKind, type Place, sizedTo } from './geometry.ts';

/** Steps that can be undone. */
const MOST_STEPS = 200;

/** A label template that is being changed: every step can be undone and done again. */
export class Draft {
  template = $state.raw<LabelTemplateBody>({ stock: '60x40', elements: [], logo: null });
  /** Place of the chosen element in the list; -1 for none. */
  chosen = $state(0);
  #saved = $state('');
  #past = $state.raw<readonly LabelTemplateBody[]>([]);
  #future = $state.raw<readonly LabelTemplateBody[]>([]);
  /** What the last step did: the same again, such as a drag going on, is no step of its own. */
  #step = '';

  get changed(): boolean {
    return JSON.stringify(this.template) !== this.#saved;
  }
  get canUndo(): boolean {
    return this.#past.length > 0;
  }
  get canRedo(): boolean {
    return this.#future.length > 0;
  }
  get element(): LabelElementView | undefined {
    return this.template.elements[this.chosen];
  }
  /** Another template; what was done to the one before is forgotten. */
  start(template: LabelTemplateBody): void {
    [this.template, this.#past, this.#future, this.#step] = [template, [], [], ''];
    this.chosen = 0;
    this.kept();
  }
  /** What is shown now is what is saved. */
  kept(template = this.template): void {
    this.#saved = JSON.stringify(template);
    this.#step = '';
  }
  /** What is saved is this from now on; what was shown can be had back by undoing. */
  replaced(template: LabelTemplateBody): void {
    this.#become(template, '');
    this.kept();
  }
  /** Changes members of one element. Steps of the same name one after another are undone as one. */
  set(index: number, members: Partial<LabelElementView>, step = ''): void {
    const elements = this.template.elements.map((one, i) =>
      i === index ? ({ ...one, ...members } as LabelElementView) : one,
    );
    this.#become({ ...this.template, elements }, step && `${step} ${index}`);
  }
  /** mm from the top left corner; stays on the label. */
  moveTo(index: number, x: number, y: number, step: string): void {
    this.#place(index, step, (element) => movedTo(element, x, y, this.template.stock));
  }
  /** Sides in mm; stays on the label. */
  sizeTo(index: number, width: number, height: number, step: string): void {
    this.#place(index, step, (element) => sizedTo(element, width, height, this.template.stock));
  }
  add(kind: NewKind): void {
    const { elements } = this.template;
    this.#become({ ...this.template, elements: [...elements, newElement(kind, this.template)] }, '');
    this.chosen = elements.length;
  }
  remove(index: number): void {
    const elements = this.template.elements.filter((_, i) => i !== index);
    this.#become({ ...this.template, elements }, '');
    this.chosen = Math.min(index, elements.length - 1);
  }
  /** The picture of all logo elements; the first picture brings an element for it. */
  setLogo(logo: LabelTemplateBody['logo']): void {
    const { elements } = this.template;
    const shown = elements.some(({ kind }) => kind === 'logo');
    const logoElements = logo !== null && !shown ? [newElement('logo', this.template)] : [];
    const kept = logo === null ? elements.filter(({ kind }) => kind !== 'logo') : elements;
    this.#become({ ...this.template, logo, elements: [...kept, ...logoElements] }, '');
    this.chosen = Math.min(this.chosen, this.template.elements.length - 1);
  }
  undo(): void {
    const before = this.#past.at(-1);
    if (before === undefined) return;
    [this.#past, this.#future] = [this.#past.slice(0, -1), [this.template, ...this.#future]];
    this.#show(before);
  }
  redo(): void {
    const [next, ...rest] = this.#future;
    if (next === undefined) return;
    [this.#past, this.#future] = [[...this.#past, this.template], rest];
    this.#show(next);
  }
  /** A drag or a run of keys has ended: the next one is a step of its own. */
  ended(): void {
    this.#step = '';
  }
  #place(index: number, step: string, placed: (element: LabelElementView) => Place): void {
    const element = this.template.elements[index];
    if (element !== undefined) this.set(index, placed(element), step);
  }
  #become(template: LabelTemplateBody, step: string): void {
    if (JSON.stringify(template) === JSON.stringify(this.template)) return;
    if (step === '' || step !== this.#step) this.#past = [...this.#past, this.template].slice(-MOST_STEPS);
    this.#step = step;
    this.#future = [];
    this.template = template;
  }
  #show(template: LabelTemplateBody): void {
    this.#step = '';
    this.template = template;
    this.chosen = Math.min(this.chosen, template.elements.length - 1);
  }
}
