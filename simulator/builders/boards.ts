import { wireFault } from '../faults.ts';
import { Bcc8aBoard } from '../wire/bcc8a.ts';
import type { Builders } from './parts.ts';

export const boards: Builders<'lock-board/bcc8a'> = {
  'lock-board/bcc8a': (spec, { clock, cabinet, line, send }) => {
    const wiring = {
      pulse: (channel: number, ms: number) => cabinet.doorOn(spec.id, channel)?.pulse(ms),
      input: (channel: number) => cabinet.input(spec, channel),
    };
    const board = new Bcc8aBoard(spec, clock, wiring, send);
    line.attachDevice(board);
    if (spec.echo) line.faults.set(wireFault.parse({ name: 'echo' }));
    return { board };
  },
};
