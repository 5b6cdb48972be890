import { ReadlineParser } from '@serialport/parser-readline';

export interface Framer {
  feed(bytes: Uint8Array): void;
  /** Ends the framer and drops what it holds; returns how many bytes of an unfinished frame that were. */
  dispose(): number;
}
export interface FrameSink {
  readonly onFrame: (frame: Uint8Array) => void;
  /** A frame longer than allowed was thrown away whole; `bytes` counts all of it. */
  readonly onTooLong: (bytes: number) => void;
}

/**
 * Frames that end in `delimiter` (one or two bytes), which is not part of them. The parser itself keeps whatever
 * comes until a delimiter; the gate before it counts, and a frame of more than `maxBytes` never reaches it whole.
 */
export const lineFramer = (delimiter: Uint8Array, maxBytes: number, sink: FrameSink): Framer => {
  const fresh = (): ReadlineParser => {
    // latin1 maps every byte to one character and back: frames stay bytes, text is decoded later.
    const made = new ReadlineParser({ delimiter: Buffer.from(delimiter), encoding: 'latin1' });
    made.on('data', (frame: string) => live && sink.onFrame(Buffer.from(frame, 'latin1')));
    return made;
  };
  let live = true;
  let parser = fresh();
  /** Bytes of the frame under way, delimiter excluded as far as it is known. */
  let length = 0;
  let previous = -1;
  let skipping = false;

  const endsAt = (byte: number): boolean =>
    byte === delimiter[delimiter.length - 1] && (delimiter.length === 1 || previous === delimiter[0]);
  const ended = (): void => {
    const total = length - delimiter.length;
    // The stream swallows empty frames, so they are handed on here.
    if (skipping) sink.onTooLong(total);
    else if (total === 0) sink.onFrame(new Uint8Array(0));
    [length, previous, skipping] = [0, -1, false];
  };
  const pass = (part: Uint8Array): void => {
    if (skipping || part.length === 0) return;
    if (length > maxBytes + delimiter.length) {
      skipping = true;
      // What the parser holds of this frame goes with it; whole frames it still has are delivered.
      parser = fresh();
    } else parser.write(Buffer.from(part));
  };

  return {
    feed(bytes) {
      let from = 0;
      for (let at = 0; at < bytes.length && live; at += 1) {
        const byte = bytes[at] ?? 0;
        length += 1;
        const end = endsAt(byte);
        previous = byte;
        if (!end) continue;
        pass(bytes.subarray(from, at + 1));
        from = at + 1;
        ended();
      }
      pass(bytes.subarray(from));
    },
    dispose() {
      live = false;
      parser.destroy();
      return length;
    },
  };
};
