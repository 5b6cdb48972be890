/** What the simulator's doors did and what crossed its wires (`GET /api/history`). Times: ms since 1970. */
export interface CabinetHistory {
  readonly moves: readonly {
    readonly at: number;
    readonly compartment: string;
    readonly what: 'pulse' | 'opened' | 'shut' | 'says-open' | 'says-closed';
  }[];
  readonly tape: readonly {
    readonly at: number;
    readonly device: string;
    /** `in`: from the host. */
    readonly direction: 'in' | 'out';
    readonly hex: string;
    readonly note: string | null;
  }[];
}
/** A line of the ledger as the API shows it. */
export interface LedgerLine {
  readonly stream: string;
  readonly type: string;
  /** UTC instant. */
  readonly time: string;
  readonly payload: Readonly<Record<string, any>>;
}
/** One lock on a board of the 8A family wired closed-when-set. */
export interface Lock {
  readonly compartment: string;
  readonly device: string;
  readonly address: number;
  readonly channel: number;
}

interface Told extends LedgerLine {
  readonly at: number;
}
/** All there is to know of one door: what the ledger tells, and what was. */
interface Case {
  readonly lock: Lock;
  readonly told: readonly Told[];
  /** Instants at which an open frame for this channel was on the wire, heard by the board or not. */
  readonly frames: readonly number[];
  readonly pulses: readonly number[];
  /** Frames that the board itself sent: instant and hex. */
  readonly said: readonly { readonly at: number; readonly hex: string }[];
  /** Stretches in which the feedback switch said open: [from, to). */
  readonly open: readonly (readonly [number, number])[];
}
type Rule = (the: Case) => string[];

const hex = (...bytes: number[]): string => {
  const check = bytes.reduce((sum, byte) => sum ^ byte, 0);
  return [...bytes, check].map((byte) => byte.toString(16).padStart(2, '0')).join('');
};
const plain = (text: string): string => text.replaceAll(/[^0-9a-f]/gi, '').toLowerCase();
/** Whether the text is this frame, or was it before one of its bits flipped on the way. */
const isFrame = (text: string, frame: string): boolean => {
  const heard = plain(text);
  if (heard === frame) return true;
  const apart = BigInt(`0x0${heard}`) ^ BigInt(`0x${frame}`);
  return heard.length === frame.length && apart.toString(2).replaceAll('0', '').length === 1;
};
const OUTCOMES = ['OpenAcknowledged', 'OpenUnanswered', 'OpenFailed'];
const requests = (the: Case): readonly Told[] => the.told.filter(({ type }) => type === 'OpenRequested');
const within = (instants: readonly number[], from: number, to: number): boolean =>
  instants.some((at) => at >= from && at <= to);
/** Whether the switch said this at some instant of [from, to]. */
const says = (the: Case, what: 'open' | 'closed', from: number, to: number): boolean =>
  what === 'open'
    ? the.open.some(([begin, end]) => begin <= to && end >= from)
    : !the.open.some(([begin, end]) => begin < from && end > to);
/** The request an outcome belongs to. */
const asked = (the: Case, { payload }: Told): Told | undefined =>
  requests(the).find(
    (other) =>
      other.payload['intent'] === payload['intent'] && other.payload['attempt'] === payload['attempt'],
  );

/** A door is told open, or closed, only after its switch said so since the last thing told of it. */
const seenIsWhatTheSwitchSaid: Rule = (the) =>
  the.told.flatMap((event, index) => {
    if (event.type !== 'DoorSeenOpen' && event.type !== 'DoorSeenClosed') return [];
    const what = event.type === 'DoorSeenOpen' ? 'open' : 'closed';
    const since = the.told
      .slice(0, index)
      .findLast(({ type }) => type.startsWith('DoorSeen') || type === 'DoorLost' || OUTCOMES.includes(type));
    return says(the, what, since?.at ?? -Infinity, event.at) ? [] : [`${event.type}, but no switch said so`];
  });

/** The k-th frame, and the k-th pulse, come after the k-th intent; none between two intents more than one. */
const everyPulseWasIntended: Rule = (the) => {
  const times = requests(the).map(({ at }) => at);
  return (['frames', 'pulses'] as const).flatMap((kind) => {
    const happened = the[kind];
    const early = happened.some((at, index) => (times[index] ?? Infinity) > at);
    const crowded = times.some((from, index) => {
      const to = times[index + 1] ?? Infinity;
      return happened.filter((at) => at >= from && at < to).length > 1;
    });
    return [
      ...(happened.length > times.length || early ? [`${kind} without their own OpenRequested`] : []),
      ...(crowded ? [`two ${kind} for one OpenRequested`] : []),
    ];
  });
};

/** Attempts count up under one intent, each after the outcome of the one before and proof that the door is closed. */
const everyAttemptIsItsOwn: Rule = (the) =>
  the.told.flatMap((event, index) => {
    if (event.type !== 'OpenRequested') return [];
    const earlier = the.told.slice(0, index);
    const last = earlier.findLastIndex(({ type }) => type === 'OpenRequested');
    const before = earlier[last]?.payload;
    const since = earlier.slice(last + 1);
    const { intent, attempt } = event.payload;
    const again = earlier.some(
      ({ type, payload }) => type === 'OpenRequested' && payload['intent'] === intent,
    );
    const follows = before?.['intent'] === intent && before?.['attempt'] === attempt - 1;
    const proven = since.some(({ type }) => type === 'DoorSeenClosed' || type === 'OpenFailed');
    return [
      ...((attempt === 1 ? again : !follows) ? [`attempt ${attempt} does not follow the one before`] : []),
      ...(last >= 0 && !since.some(({ type }) => OUTCOMES.includes(type)) ? ['asked again in doubt'] : []),
      ...(last >= 0 && !proven ? ['asked again, the door not proven closed'] : []),
    ];
  });

/** An acknowledgement is the board's own answer to this very pulse, says open, and cannot be an echo. */
const acknowledgedIsProven: Rule = (the) => {
  const { address, channel } = the.lock;
  return the.told.flatMap((event) => {
    if (event.type !== 'OpenAcknowledged') return [];
    const reply = plain(`${event.payload['reply']}`);
    const from = asked(the, event)?.at ?? Infinity;
    const sent = the.said.filter(({ at }) => at >= from && at <= event.at).map((frame) => frame.hex);
    return [
      ...(reply === hex(0x8a, address, channel, 0x11) ? ['acknowledged by what may be an echo'] : []),
      ...(reply === hex(0x8a, address, channel, 0x00) ? [] : ['acknowledged by no open reply']),
      ...(sent.join('').includes(reply) ? [] : ['acknowledged by a frame the board did not send']),
      ...(within(the.pulses, from, event.at) ? [] : ['acknowledged without a pulse']),
    ];
  });
};

/** `not-sent` means no frame, `sent: yes` a frame, `still-closed` a switch that has not said open since. */
const everyOutcomeIsTrue: Rule = (the) =>
  the.told.flatMap((event) => {
    if (!OUTCOMES.includes(event.type)) return [];
    const from = asked(the, event)?.at;
    if (from === undefined) return ['an outcome of nothing that was asked'];
    const { why, sent } = event.payload;
    const framed = within(the.frames, from, event.at);
    const sprung = the.open.some(([begin, end]) => begin >= from && begin <= event.at && end > event.at);
    return [
      ...((why === 'not-sent' || sent === 'no') && framed ? ['told as not sent, but it was'] : []),
      ...(sent === 'yes' && !framed ? ['told as sent, but it was not'] : []),
      ...(why === 'still-closed' && sprung ? ['told as still closed, but it is open'] : []),
    ];
  });

const rules = [
  seenIsWhatTheSwitchSaid,
  everyPulseWasIntended,
  everyAttemptIsItsOwn,
  acknowledgedIsProven,
  everyOutcomeIsTrue,
];

/**
 * Every lie the ledger tells about these locks, given what really happened; empty when there is none. The history must
 * reach back to the ledger's first line. Written from the catalogue and the manual, without a line of the product.
 */
export const lies = (
  ledger: readonly LedgerLine[],
  history: CabinetHistory,
  locks: readonly Lock[],
): string[] => [
  ...locks.flatMap((lock) => {
    const the = caseOf(ledger, history, lock);
    return rules.flatMap((rule) => rule(the)).map((lie) => `${lock.compartment}: ${lie}`);
  }),
  ...strangeFrames(history, locks),
];

const caseOf = (ledger: readonly LedgerLine[], { moves, tape }: CabinetHistory, lock: Lock): Case => {
  const { compartment, device, address, channel } = lock;
  const mine = moves.filter((move) => move.compartment === compartment);
  const open: [number, number][] = [];
  for (const { at, what } of mine) {
    const last = open.at(-1);
    if (what === 'says-open') open.push([at, Infinity]);
    else if (what === 'says-closed' && last) last[1] = at;
  }
  const wire = tape.filter((entry) => entry.device === device);
  const request = hex(0x8a, address, channel, 0x11);
  return {
    ...{ lock, open },
    told: ledger
      .filter(({ stream }) => stream === `compartment:${compartment}`)
      .map((line) => ({ ...line, at: Date.parse(line.time) })),
    frames: wire
      .filter((entry) => entry.direction === 'in' && isFrame(entry.hex, request))
      .map(({ at }) => at),
    pulses: mine.filter(({ what }) => what === 'pulse').map(({ at }) => at),
    said: wire
      .filter((entry) => entry.direction === 'out' && entry.note !== 'echo')
      .map((entry) => ({ at: entry.at, hex: plain(entry.hex) })),
  };
};

/** Frames and pulses for doors that nobody has: a wrong channel, all channels, another board. */
const strangeFrames = ({ moves, tape }: CabinetHistory, locks: readonly Lock[]): string[] => {
  const known = locks.map(({ address, channel }) => hex(0x8a, address, channel, 0x11));
  const doors = new Set(locks.map(({ compartment }) => compartment));
  return [
    ...tape
      .filter(
        ({ direction, hex: text }) =>
          direction === 'in' && /^8a/i.test(text) && !known.some((frame) => isFrame(text, frame)),
      )
      .map((entry) => `an open frame for no known door: ${entry.hex}`),
    ...moves
      .filter(({ what, compartment }) => what === 'pulse' && !doors.has(compartment))
      .map(({ compartment }) => `${compartment}: a pulse nobody looks at`),
  ];
};
