import type { LockBoardConfig } from '../config-schema.ts';
import type { ReadReply } from '../ports/locks.ts';

/** What is wrong with an answer to the probe, for a technician; null when nothing is. */
export const problemOf = (reply: ReadReply, { address, channels }: LockBoardConfig): string | null => {
  switch (reply.kind) {
    case 'inputs':
      return reply.inputs.length >= channels
        ? null
        : `the board at address ${address} has ${reply.inputs.length} channels, "channels" says ${channels}: ` +
            `set "channels" to ${reply.inputs.length} or less`;
    case 'silent':
      return `no answer from address ${address}: check its power, the wires A and B, and its DIP switches`;
    case 'garbled':
      return (
        `what comes from address ${address} makes no sense (${reply.raw.slice(0, 32)}): ` +
        'check the baud rate, the wires A and B, and that no two boards share an address'
      );
    case 'link-down':
      return `the line is down: ${reply.why}`;
  }
};
