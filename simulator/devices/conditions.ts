/** What can be the matter with a printer besides its roll; each machine knows some of these. */
export const CONDITIONS = [
  'head-open',
  'cover-open',
  'paused',
  /** A printed label hangs in the mouth; the next one waits until it is taken. */
  'take-label',
  'ribbon-out',
  'ribbon-jam',
  'paper-jam',
  'too-hot',
  'motor-hot',
  'head-fault',
  'cutter-error',
  /** An error it does not get over by itself. */
  'broken',
  'offline',
  'feed-button',
  'paper-near-end',
  'ribbon-near-end',
  /** The contact of a cash drawer, where one is plugged in. */
  'drawer-open',
  /** Another firmware, which burns the opposite bit of a bitmap. */
  'inverted-dots',
  /** Firmware that answers no status request while it needs somebody. */
  'silent-when-needy',
  /** Nothing ever comes back: a print server, a cable without its return line. */
  'one-way',
] as const;
export type Condition = (typeof CONDITIONS)[number];

/** With these it still prints. */
export const HARMLESS: ReadonlySet<Condition> = new Set([
  'paper-near-end',
  'ribbon-near-end',
  'drawer-open',
  'inverted-dots',
  'silent-when-needy',
  'one-way',
]);
/** With these it finishes the piece under the head and waits: wanted, so no need. */
export const WAITING: ReadonlySet<Condition> = new Set(['paused', 'take-label']);
