import { sumMessage } from '../../framing/message.ts';

/**
 * The messages of the KERONG boards as their manuals list them: 02, …, 03 and the low byte of the sum of all bytes
 * before it. Locks count from 0 on the wire. Bits: the lowest channel in bit 0 of the first byte.
 */

/** KR-CU16 (docs/protocols/kerong-cu16.md): the high nibble of the address is the board, the low one the lock. */
export const cu16 = {
  read: sumMessage(0x02, 'address', 0x30, 0x03),
  open: sumMessage(0x02, 'address', 0x31, 0x03),
  reply: sumMessage(0x02, 'address', 0x35, 'hooks1', 'hooks2', 'items1', 'items2', 0x03),
};

/** CU16C (docs/protocols/kerong-cu16c.md). */
export const cu16c = {
  read: sumMessage(0x02, 'board', 0x00, 0x70, 0x03),
  open: sumMessage(0x02, 'board', 'lock', 0x71, 0x03),
  reply: sumMessage(
    ...([0x02, 'board', 'lock', 0x85, 'hooks1', 'hooks2', 'items1', 'items2', 'pushed1', 'pushed2'] as const),
    0x03,
  ),
};

/** CU48 (docs/protocols/kerong-cu48.md). */
export const cu48 = {
  read: sumMessage(0x02, 'board', 0x00, 0x60, 0x03),
  open: sumMessage(0x02, 'board', 'lock', 0x61, 0x03),
  /** 18 bytes: 48 lock bits and 48 sensor bits. */
  reply: sumMessage(
    ...([0x02, 'board', 'lock', 0x75, 'l1', 'l2', 'l3', 'l4', 'l5', 'l6'] as const),
    ...(['s1', 's2', 's3', 's4', 's5', 's6', 0x03] as const),
  ),
  /** 12 bytes, as one source has it: a length byte, 48 lock bits, no 03. */
  shortReply: sumMessage(0x02, 'board', 0x00, 0x75, 0x06, 'l1', 'l2', 'l3', 'l4', 'l5', 'l6'),
  /** Six bytes, as the same source has it. */
  openAck: sumMessage(0x02, 'board', 'lock', 0x75, 'unknown'),
};
