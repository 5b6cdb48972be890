import { codesIn, greyOf, turned, type Code, type Grey } from './reader.ts';

/** A picture to be read; `thorough` for a photo, of which there is only one. */
export interface Look {
  readonly id: number;
  readonly picture: ImageBitmap;
  readonly thorough: boolean;
}
export interface Seen {
  readonly id: number;
  readonly codes: readonly Code[];
}

/** Longest side that is looked at, px: of a frame, and of a photo (large, then coarse: modules may be huge). */
const FRAME_SIDE = 1280;
const PHOTO_SIDES = [1600, 800];
let turn = false;

const greyAt = (picture: ImageBitmap, side: number): Grey | null => {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const [width, height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null || width === 0 || height === 0) return null;
  context.drawImage(picture, 0, 0, width, height);
  return greyOf(context.getImageData(0, 0, width, height).data, width, height);
};

function look({ picture, thorough }: Look): readonly Code[] {
  if (!thorough) {
    // Every other frame lies on its side: people hold papers as they come.
    turn = !turn;
    const grey = greyAt(picture, FRAME_SIDE);
    return grey === null ? [] : codesIn(turn ? grey : turned(grey));
  }
  for (const side of PHOTO_SIDES) {
    let grey = greyAt(picture, side);
    for (let quarter = 0; quarter < 4 && grey !== null; quarter++) {
      const codes = codesIn(grey);
      if (codes.length > 0) return codes;
      grey = turned(grey);
    }
  }
  return [];
}

addEventListener('message', ({ data }: MessageEvent<Look>) => {
  let codes: readonly Code[] = [];
  try {
    codes = look(data);
  } finally {
    data.picture.close();
    postMessage({ id: data.id, codes } satisfies Seen);
  }
});
