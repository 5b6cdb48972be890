interface Size {
  readonly width: number;
  readonly height: number;
}

/** The size a PNG or JPEG says it has, pixels, without unpacking anything; null when it says none. */
export const pictureSize = (bytes: Uint8Array): Size | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = bytes[0] === 0x89 ? sizeOfPng(view) : sizeOfJpeg(view);
  return size !== null && size.width > 0 && size.height > 0 ? size : null;
};

/** ISO/IEC 15948, 11.2.2: IHDR is the first chunk. */
const sizeOfPng = (view: DataView): Size | null =>
  view.byteLength < 33 ? null : { width: view.getUint32(16), height: view.getUint32(20) };

/** ITU-T T.81, B.2.2: the first frame header (SOF0 to SOF15 without DHT, JPG, DAC). */
const sizeOfJpeg = (view: DataView): Size | null => {
  let at = 2;
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    const bare = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    at += bare ? 2 : 2 + view.getUint16(at + 2);
  }
  return null;
};
