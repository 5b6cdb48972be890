import type { PseudoTerminal } from '../../support/pseudo-terminal.ts';
import { CHANNELS } from './quick-site.ts';

/** The other end of a board's line, as fast as can be: a pulse opens at once, and `shut` pushes every door shut. */
export const quickBoard = (line: PseudoTerminal, opened: (at: number) => void) => {
  const open = new Set<number>();
  let pending = Buffer.alloc(0);
  const withCheck = (bytes: number[]): Uint8Array =>
    Uint8Array.from([...bytes, bytes.reduce((a, b) => a ^ b, 0)]);
  const readAll = (): number[] => {
    const groups = Math.ceil(CHANNELS / 8);
    const states = Array.from({ length: groups }, (_, group) => {
      let bits = 0;
      for (let bit = 0; bit < 8; bit++) {
        const channel = group * 8 + bit + 1;
        if (channel <= CHANNELS && !open.has(channel)) bits |= 1 << bit;
      }
      return bits;
    });
    return [0x80, 1, ...states.reverse(), 0x33];
  };
  line.onBytes((bytes) => {
    pending = Buffer.concat([pending, bytes]);
    while (pending.length >= 5) {
      const [head, , channel = 0] = pending;
      pending = pending.subarray(5);
      if (head === 0x8a) {
        opened(performance.now());
        open.add(channel);
        line.send(withCheck([0x8a, 1, channel, 0x00]));
      } else if (head === 0x80) line.send(withCheck(readAll()));
    }
  });
  return { shut: () => open.clear() };
};
