import type { LockBoardConfig, SensorConfig } from '../config-schema.ts';
import type { ReadReply } from '../ports/locks.ts';

/** Something wrong with a device, for a technician: what is seen, and what to do. */
export interface Fault {
  readonly what: string;
  readonly fix: string;
}
/** A fault as one sentence: `what: fix`. */
export const sentenceOf = ({ what, fix }: Fault): string => `${what}: ${fix}`;

/** What is wrong with an answer to the probe; null when nothing is. */
export const faultOf = (
  reply: ReadReply,
  { address, channels }: Pick<LockBoardConfig | SensorConfig, 'address' | 'channels'>,
): Fault | null => {
  switch (reply.kind) {
    case 'inputs': {
      const there = reply.inputs.length;
      return there >= channels
        ? null
        : {
            what: `the board at address ${address} has ${there} channels, "channels" says ${channels}`,
            fix: `set "channels" to ${there} or less`,
          };
    }
    case 'silent':
      return {
        what: `no answer from address ${address}`,
        fix: 'check its power, the wires A and B, and its DIP switches',
      };
    case 'garbled':
      return {
        what: `what comes from address ${address} makes no sense (${reply.raw.slice(0, 32)})`,
        fix: 'check the baud rate, the wires A and B, and that no two boards share an address',
      };
    case 'link-down':
      return {
        what: `the line is down (${reply.why})`,
        fix: 'check the cable and the adapter; it is opened again by itself',
      };
  }
};

/** The same as one sentence. */
export const problemOf = (...probed: Parameters<typeof faultOf>): string | null => {
  const fault = faultOf(...probed);
  return fault && sentenceOf(fault);
};

/** What answers on a line is a board that belongs to another one. */
export const swappedFault = (
  line: string,
  { id, address }: { readonly id: string; readonly address: number },
  home: string,
): Fault => ({
  what: `the board at ${line} answers as ${id} (address ${address}), which belongs at ${home}`,
  fix: 'swap the two cables back, or the two links in the configuration',
});

/** Faults as one text for a page; null when there are none. */
export const textOf = (faults: readonly Fault[]): string | null =>
  faults.length === 0 ? null : faults.map(sentenceOf).join('; ');
