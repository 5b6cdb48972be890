/** Faults of a line; the first ones are offered at once, the others on demand. `once` applies to these. */
const LINE = [
  'silent',
  'late-reply',
  'flipped-bit',
  'garbage',
  'split',
  'merged',
  'stray-byte',
  'truncated',
  'wrong-baud',
  'swapped-ab',
];
const UNIT = [
  'echo',
  'reply-in-next-exchange',
  'foreign-address',
  'twin-address',
  'wrong-address',
  'stuck-busy',
];
const BOARD = [...UNIT, 'no-open-reply', 'dead-channel', 'reboot-on-dip'];
const PORT = ['swapped-cables', 'half-open'];
const QUIET_PRINTER = ['silent-when-needy', 'one-way', 'silent', 'late-reply'];

const KINDS = {
  'lock-board/bcc8a': [...LINE, ...BOARD, 'lost-push'],
  'lock-board/wkly': [...LINE, ...BOARD, 'lost-push', 'other-layout', 'unreadable-channel'],
  'lock-board/kerong-cu16': [...LINE, ...BOARD],
  'lock-board/kerong-cu16c': [...LINE, ...BOARD],
  'lock-board/kerong-cu48': [...LINE, ...BOARD, 'other-layout'],
  'lock-board/modbus-relay': [...LINE, ...BOARD],
  'sensor/modbus-input': [...LINE, ...UNIT],
  'scanner/serial': LINE,
  'scanner/hid-pos': LINE,
  'card-reader/serial-em': LINE,
  'card-reader/serial-stx': LINE,
  'card-reader/hid': LINE,
  'printer/zpl': ['paper-out', 'head-open', 'ribbon-out', 'paused', 'too-hot', ...QUIET_PRINTER],
  'printer/tspl': [
    ...['paper-out', 'head-open', 'ribbon-out', 'paper-jam', 'paused', 'too-hot', 'inverted-dots'],
    ...QUIET_PRINTER,
  ],
  'printer/escpos': [
    ...['paper-out', 'paper-near-end', 'cover-open', 'cutter-error', 'too-hot', 'offline', 'feed-button'],
    ...QUIET_PRINTER,
  ],
  'printer/ipp': ['paper-out', 'paper-near-end', 'cover-open', 'paper-jam', 'paused'],
};
const OF_A_LINE = new Set([...LINE, 'echo', 'reply-in-next-exchange', 'foreign-address', 'lost-push']);

/** Whether a fault strikes frames, so that it can strike one only. */
export const strikesFrames = (name) => OF_A_LINE.has(name);

/** Shown at once, beside the cable. */
const SHOWN = 5;

/** The faults a device may have: those shown at once, and the others. */
export const faultsOf = (device) => {
  const known = KINDS[device.kind] ?? [];
  const port = PORT.filter((name) => device.at && (name !== 'half-open' || device.at.port !== undefined));
  return {
    first: [...known.slice(0, SHOWN), 'pulled-cable'],
    more: [...known.slice(SHOWN), ...port],
  };
};

/** Faults about one channel take the number in the device's own field. */
export const needsChannel = (name) => name === 'dead-channel' || name === 'unreadable-channel';

/** What else a fault needs to be told to be set, or mended when it is `on`. */
export const argumentsOf = (name, device, others, channel, on) => {
  const struck = name === 'dead-channel' ? device.board.dead : device.board?.unreadable;
  if (needsChannel(name)) return { channel: on ? (struck?.[0] ?? channel) : channel };
  if (name === 'wrong-address') return { address: (device.board.address + 1) % 16 };
  if (name === 'swapped-cables') {
    const other = others.find((each) => each.at && !device.shares.includes(each.id));
    return { with: other?.id ?? device.id };
  }
  return {};
};
