import utif from 'utif2';
import { greyOfColour } from './grey.ts';
import { MOST_PIXELS, PageError, type OpenPages } from './page-file.ts';

/** Directories at most: each is a page. One more than is taken is enough to know. */
const MOST_DIRECTORIES = 5001;

/** A TIFF file (Adobe TIFF 6.0), each directory a page. Throws a PageError `damaged` when its directories make no chain. */
export const openTiff = (bytes: Uint8Array): OpenPages => {
  const offsets = directoriesOf(bytes);
  const buffer = bytes.slice().buffer;
  return {
    ...{ form: 'tiff', count: offsets.length, close: () => undefined },
    page(index) {
      try {
        return Promise.resolve(pageOf(buffer, index, offsets.length));
      } catch (error) {
        return Promise.reject(error instanceof PageError ? error : new PageError('damaged'));
      }
    },
  };
};

/** Where the directories begin. The library would follow a chain that bites its own tail for ever. */
const directoriesOf = (bytes: Uint8Array): number[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = bytes[0] === 0x49;
  const offsets: number[] = [];
  try {
    for (let at = view.getUint32(4, little); at !== 0;) {
      if (offsets.includes(at)) throw new PageError('damaged');
      offsets.push(at);
      if (offsets.length >= MOST_DIRECTORIES) break;
      const entries = view.getUint16(at, little);
      at = view.getUint32(at + 2 + 12 * entries, little);
    }
  } catch {
    throw new PageError('damaged');
  }
  return offsets;
};

const pageOf = (
  buffer: ArrayBuffer,
  index: number,
  count: number,
): Awaited<ReturnType<OpenPages['page']>> => {
  const directories = utif.decode(buffer);
  const directory = directories[index];
  if (directory === undefined || directories.length !== count) throw new PageError('damaged');
  const width = first(directory['t256']) ?? 0;
  const height = first(directory['t257']) ?? 0;
  if (!(width > 0 && height > 0)) throw new PageError('damaged');
  if (width * height > MOST_PIXELS) throw new PageError('too-large');
  silently(() => utif.decodeImage(buffer, directory));
  if (!(directory.data instanceof Uint8Array)) throw new PageError('damaged');
  const data = silently(() => utif.toRGBA8(directory));
  return { grey: greyOfColour({ width, height, data }), dpi: resolutionOf(directory) };
};

const first = (tag: unknown): number | null =>
  Array.isArray(tag) && typeof tag[0] === 'number' ? tag[0] : null;

/** Tags 282 and 296: pixels an inch or a centimetre. */
const resolutionOf = (directory: utif.IFD): number | null => {
  const [across, unit] = [first(directory['t282']), first(directory['t296']) ?? 2];
  if (across === null || !(across > 0) || unit < 2) return null;
  return unit === 3 ? across * 2.54 : across;
};

/** The library tells the console about tiles, where a command's own output goes. */
const silently = <T>(task: () => T): T => {
  const { log } = console;
  console.log = () => undefined;
  try {
    return task();
  } finally {
    console.log = log;
  }
};
