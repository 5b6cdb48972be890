import type { LinkFault } from '#drivers/link.ts';
import type { LockBoardConfig, SensorConfig } from '../config-schema.ts';
import type { Fault } from '../ports/health.ts';
import type { ReadReply } from '../ports/locks.ts';

/** A fault as one sentence, `what: fix`. */
export const sentenceOf = ({ what, fix }: Fault): string => (fix === '' ? what : `${what}: ${fix}`);

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
            ...{ code: 'too-few-channels', values: { address, there, channels } },
            what: `the board at address ${address} has ${there} channels, "channels" says ${channels}`,
            fix: `set "channels" to ${there} or less`,
          };
    }
    case 'silent':
      return {
        ...{ code: 'no-answer', values: { address } },
        what: `no answer from address ${address}`,
        fix: 'check its power, the wires A and B, and its DIP switches',
      };
    case 'garbled': {
      const raw = reply.raw.slice(0, 32);
      return {
        ...{ code: 'garbled', values: { address, raw } },
        what: `what comes from address ${address} makes no sense (${raw})`,
        fix: 'check the baud rate, the wires A and B, and that no two boards share an address',
      };
    }
    case 'link-down':
      return lineLost(`the line is down (${reply.why})`);
  }
};

const reopened = 'check the cable and the adapter; it is opened again by itself';
/** The line was open and is gone. */
export const lineLost = (why: string): Fault => ({
  ...{ code: 'line-lost', values: {}, what: why, fix: reopened },
});
/** No board on an open line answers: it is opened anew, for it may only look alive. */
export const lineDead: Fault = {
  ...{ code: 'line-dead', values: {}, what: 'no board on it answers' },
  fix: 'check the power of the boards and the cable; the line is opened anew now and then',
};
/** The line does not open. */
export const lineClosed = (refused: {
  readonly why: string;
  readonly fix: string;
  readonly code?: LinkFault;
}): Fault => ({ code: refused.code ?? 'link-failed', values: {}, what: refused.why, fix: refused.fix });

/** What answers on a line is a board that belongs to another one. */
export const swappedFault = (
  line: string,
  { id, address }: { readonly id: string; readonly address: number },
  home: string,
): Fault => ({
  ...{ code: 'swapped', values: { line, id, address, home } },
  what: `the board at ${line} answers as ${id} (address ${address}), which belongs at ${home}`,
  fix: 'swap the two cables back, or the two links in the configuration',
});

/** Faults as one text for a reader of logs and answers; null when there are none. */
export const textOf = (faults: readonly Fault[]): string | null =>
  faults.length === 0 ? null : faults.map(sentenceOf).join('; ');
