/** Levels of a byte line, one a bit time: start bit, eight data bits from the lowest, stop bit. Idle is 1. */
const levels = (bytes: Uint8Array): number[] =>
  [...bytes].flatMap((byte) => [0, ...Array.from({ length: 8 }, (_, bit) => (byte >> bit) & 1), 1]);

/** What a receiver makes of a line whose bits are `ratio` times shorter than those it expects. */
const received = (line: readonly number[], ratio: number): Uint8Array => {
  const at = (time: number): number => line[Math.floor(time)] ?? 1;
  const heard: number[] = [];
  for (let time = 0; time < line.length;) {
    if (at(time) === 1) {
      time += 0.25;
      continue;
    }
    let byte = 0;
    for (let bit = 0; bit < 8; bit++) byte |= at(time + ratio * (bit + 1.5)) << bit;
    heard.push(byte);
    time += ratio * 9.5;
  }
  return Uint8Array.from(heard);
};

/** The bytes as a receiver set to another speed hears them; `ratio` 2: it listens at half the speed. */
export const atWrongBaud = (bytes: Uint8Array, ratio: number): Uint8Array => received(levels(bytes), ratio);

/** The bytes as they are heard with the two wires of the line exchanged: every level upside down. */
export const withSwappedWires = (bytes: Uint8Array): Uint8Array =>
  received(
    levels(bytes).map((level) => 1 - level),
    1,
  );
