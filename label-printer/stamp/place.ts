import type { StampedAt, StampOrder, StampPlace } from '#controller/ports/sheet-maker.ts';
import type { Grey } from '../decoding/grey.ts';
import type { Area } from '../pdf/drawing.ts';
import { DOTS_PER_MM, type FirstPage } from './first-page.ts';
import { StampError } from './problem.ts';

/** From the edges of the page to the quiet zone, mm: printers reach so far. */
const EDGE = 6;
/** Lighter than this is paper. */
const PAPER = 245;
/** Modules of a version-1 QR code with its quiet zone. */
export const ACROSS = 21 + 8;

const CORNERS = ['top-right', 'top-left', 'bottom-right', 'bottom-left'] as const;

/**
 * Where the code goes, with its quiet zone, mm from the top left. Throws StampError `stamp-outside` when it would not
 * be on the page, `stamp-covers` when something is there already (for `auto`: in every corner).
 */
export const placeOf = (page: FirstPage, { place, size, over }: StampOrder): Area => {
  const side = (size / 21) * ACROSS;
  const tried = place === 'auto' ? CORNERS : [place];
  const areas = tried.map((one) => areaAt(page, one, side));
  const free = areas.find((area) => isFree(page.grey, area)) ?? (over ? areas[0] : undefined);
  if (free) return free;
  throw new StampError('stamp-covers', {
    place: typeof place === 'string' ? place : `${place.x},${place.y}`,
  });
};

const areaAt = (page: FirstPage, place: Exclude<StampPlace, 'auto'>, side: number): Area => {
  const at: StampedAt =
    typeof place === 'object'
      ? { x: place.x - (4 * side) / ACROSS, y: place.y - (4 * side) / ACROSS }
      : {
          x: place.endsWith('left') ? EDGE : page.width - EDGE - side,
          y: place.startsWith('top') ? EDGE : page.height - EDGE - side,
        };
  const outside = at.x < 0 || at.y < 0 || at.x + side > page.width || at.y + side > page.height;
  if (outside) {
    const [width, height] = [Math.round(page.width), Math.round(page.height)];
    throw new StampError('stamp-outside', { width, height });
  }
  return { ...at, width: side, height: side };
};

const isFree = ({ width, height, pixels }: Grey, area: Area): boolean => {
  const right = Math.min(width, Math.ceil((area.x + area.width) * DOTS_PER_MM));
  const bottom = Math.min(height, Math.ceil((area.y + area.height) * DOTS_PER_MM));
  for (let y = Math.floor(area.y * DOTS_PER_MM); y < bottom; y++)
    for (let x = Math.floor(area.x * DOTS_PER_MM); x < right; x++)
      if ((pixels[y * width + x] ?? 255) < PAPER) return false;
  return true;
};
