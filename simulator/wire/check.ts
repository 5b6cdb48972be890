/** Checks at the end of a frame: XOR, or the low byte of the sum, of what stands before it. */
export const xorOf = (bytes: readonly number[]): number => bytes.reduce((sum, byte) => sum ^ byte, 0);
export const sumOf = (bytes: readonly number[]): number =>
  bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0);

export const withXor = (...body: readonly number[]): number[] => [...body, xorOf(body)];
export const withSum = (...body: readonly number[]): number[] => [...body, sumOf(body)];
export const trueXor = (frame: readonly number[]): boolean => xorOf(frame) === 0;
export const trueSum = (frame: readonly number[]): boolean => sumOf(frame.slice(0, -1)) === frame.at(-1);
