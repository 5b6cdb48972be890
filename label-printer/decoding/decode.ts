import { isDocketCode } from '#controller/domain/docket-code.ts';
import {
  looksLikeOfficialRecord,
  parseOfficialRecord,
  type ParsedRecord,
} from '#controller/domain/official-record.ts';
import { barsAgree } from './compare-bars.ts';
import { AGREEING, boxesTouch, boxOf, COMPARED, Evidence, isPlaceless, sameContent } from './evidence.ts';
import type { Grey } from './grey.ts';
import { CHANGED, CONFIRMING, QUICK, UNTOUCHED, Workbench, type Pass } from './passes.ts';
import { SYMBOLOGIES, type Point, type Reading, type Symbology } from './reading.ts';
import { cropped, regionsOf, type Region } from './regions.ts';
import { textOf } from './text.ts';

/** One symbol of a picture. */
export interface Decoded {
  /** zxing-cpp's name of it. */
  readonly symbology: Symbology;
  /** Of the bytes: strict UTF-8, else GB18030. */
  readonly text: string;
  readonly bytes: Uint8Array;
  /** Upper left first, clockwise as the symbol is read; pixels of the picture. */
  readonly corners: readonly Point[];
  /** Whether the text is a docket code with the right check character. */
  readonly docket: boolean;
  /** What an official-document barcode says; null when the symbol is none. */
  readonly record: ParsedRecord | null;
}
export interface DecodeOptions {
  /** Only these kinds; all without it. */
  readonly symbologies?: readonly Symbology[];
  /** Passes that must agree on what does not prove itself; fewer than two let wrong readings through. */
  readonly agreeing?: number;
}

/** Part of a region that its symbols take up when there is no room for another beside them. */
const NEARLY_ALL = 0.4;
/** A picture up to this many pixels is also retried as a whole; of a page only the regions that may hold symbols. */
const WHOLE_PIXELS = 1_500_000;

/**
 * Every symbol in the picture. First the picture as it is, quickly; then, where something is that was not read, with
 * ever more effort, see docs/decoding.md. Never throws on any picture, and hands out only what proves itself or what
 * two passes agree on. The effort is bounded by the pixels of the picture and at most six regions, not by time.
 */
export const decode = async (
  grey: Grey,
  { symbologies = SYMBOLOGIES, agreeing = AGREEING }: DecodeOptions = {},
): Promise<Decoded[]> => {
  const evidence = new Evidence(agreeing);
  const search = new Search(grey, symbologies, evidence);
  const whole = { x: 0, y: 0, width: grey.width, height: grey.height };
  await search.look(whole);
  const regions = regionsOf(grey);
  const isSmall = grey.width * grey.height <= WHOLE_PIXELS;
  const around = ({ corners }: Reading): Region =>
    (isSmall ? undefined : regions.find((region) => boxesTouch(boxOf(corners), edgesOf(region)))) ?? whole;
  for (const reading of evidence.pending()) await search.confirm(reading, around(reading));
  if (evidence.accepted().length === 0) {
    await search.until(whole, UNTOUCHED);
    if (isSmall) await search.until(whole, CHANGED);
  }
  // A symbol that nearly fills a small picture was just looked for.
  const rest =
    isSmall && evidence.accepted().length === 0 ? regions.filter((region) => !fills(region, whole)) : regions;
  for (const region of rest) await search.until(region, [...UNTOUCHED, ...CHANGED]);
  // A label has bars beside its square, and the first look, of few lines, may have met one of them only.
  if (!isSmall) await search.all(whole, UNTOUCHED.slice(0, 1));
  for (const region of regions) if (search.covered(region) < NEARLY_ALL) await search.all(region, UNTOUCHED);
  return evidence.accepted().map(toDecoded);
};

/** Passes over parts of one picture. */
class Search {
  readonly #grey: Grey;
  readonly #symbologies: readonly Symbology[];
  readonly #evidence: Evidence;

  constructor(grey: Grey, symbologies: readonly Symbology[], evidence: Evidence) {
    this.#grey = grey;
    this.#symbologies = symbologies;
    this.#evidence = evidence;
  }

  /** The quick first look. */
  async look(region: Region): Promise<void> {
    await this.#over(region, [QUICK], this.#symbologies, () => false);
  }

  /** Passes for that kind over that part, until this reading is believed or all have had their say. */
  async confirm({ symbology }: Reading, region: Region): Promise<void> {
    await this.#over(region, CONFIRMING, [symbology], () => this.#isRead(region));
  }

  /** One pass after the other, until something in that part may be believed. */
  async until(region: Region, passes: readonly Pass[]): Promise<void> {
    await this.#over(region, passes, this.#symbologies, () => this.#isRead(region));
  }

  /** All of these passes over that part, whatever is read there already. */
  async all(region: Region, passes: readonly Pass[]): Promise<void> {
    await this.#over(region, passes, this.#symbologies, () => false);
  }

  /** How much of a part its believed readings take up; 1 when there is none: then it was looked at to the end. */
  covered(region: Region): number {
    const boxes = this.#evidence.accepted().map(({ corners }) => boxOf(corners));
    const inside = boxes.filter((box) => boxesTouch(box, edgesOf(region)));
    if (inside.length === 0) return 1;
    const area = inside.reduce(
      (sum, { left, top, right, bottom }) => sum + (right - left) * (bottom - top),
      0,
    );
    return area / (region.width * region.height);
  }

  #isRead(region: Region): boolean {
    return this.#evidence.accepted().some(({ corners }) => boxesTouch(boxOf(corners), edgesOf(region)));
  }

  async #over(
    region: Region,
    passes: readonly Pass[],
    symbologies: readonly Symbology[],
    done: () => boolean,
  ) {
    const isWhole = region.width === this.#grey.width && region.height === this.#grey.height;
    const bench = new Workbench(isWhole ? this.#grey : cropped(this.#grey, region));
    for (const pass of passes) {
      if (done()) return;
      const wanted = symbologies.filter((one) => pass.symbologies.includes(one));
      if (wanted.length === 0) continue;
      const readings = (await pass.read(bench, wanted)).map((reading) => moved(reading, region));
      this.#evidence.add(pass.name, pass.source, readings);
      // The quick look has cheaper ways to be confirmed.
      if (pass !== QUICK && !isPlaceless(pass.name)) this.#compare(readings);
    }
  }

  /** Holds what may not be believed yet against the bars of the picture. */
  #compare(readings: readonly Reading[]): void {
    const doubtful = this.#evidence.pending();
    const agreeing = readings.filter(
      (reading) => doubtful.some((one) => sameContent(one, reading)) && barsAgree(this.#grey, reading),
    );
    this.#evidence.add(COMPARED, 'untouched', agreeing);
  }
}

/** Whether it has half of the pixels or more. */
const fills = (region: Region, whole: Region): boolean =>
  2 * region.width * region.height >= whole.width * whole.height;

const edgesOf = ({ x, y, width, height }: Region) => ({
  left: x,
  top: y,
  right: x + width,
  bottom: y + height,
});

const moved = (reading: Reading, { x, y }: Region): Reading => ({
  ...reading,
  corners: reading.corners.map(([cx, cy]): Point => [cx + x, cy + y]),
});

/** What a believed reading says. */
export const toDecoded = ({ symbology, bytes, corners }: Reading): Decoded => {
  const text = textOf(bytes);
  const record = looksLikeOfficialRecord(text) ? parseOfficialRecord(text) : null;
  return { symbology, text, bytes, corners, docket: isDocketCode(text), record };
};
