import { concat, indexOf } from './framing/bytes.ts';

/** One request and how to recognise what answers it. */
export interface Ask<R = unknown> {
  readonly bytes: Uint8Array;
  /** Goes before all that are not urgent: opens before reads. */
  readonly urgent: boolean;
  /** From the write to giving up, ms. */
  readonly timeoutMs: number;
  /** Nothing answers this: it is over, as `silent`, when it is written and an expected echo is in. */
  readonly unanswered?: true;
  /** Least pause after it where that is longer than the bus's own, ms. */
  readonly restMs?: number;
  /**
   * Looks at everything received since the request left, an expected echo taken out. Pure. Null: wait for more.
   * `quiet`: the line has fallen silent since the last byte; `late`: the time is up, this is the last look.
   */
  read(received: Uint8Array, moment: 'bytes' | 'quiet' | 'late'): Found<R> | null;
}
export interface Found<R> {
  readonly reply: R;
  /** What was received besides the reply. */
  readonly rest: Uint8Array;
}
export type Answer<R> =
  | { readonly kind: 'reply'; readonly reply: R }
  | { readonly kind: 'silent'; readonly sent: 'yes' | 'unknown' }
  | { readonly kind: 'garbled'; readonly sent: 'yes' | 'unknown'; readonly raw: Uint8Array }
  | { readonly kind: 'link-down'; readonly sent: 'yes' | 'unknown'; readonly why: string }
  /** Certainly not one byte left. */
  | { readonly kind: 'not-sent'; readonly why: string };

export interface BusTimings {
  /** Least pause between two conversations, ms. */
  readonly gapMs: number;
  /** Silence that ends a frame of unknown length, ms. */
  readonly silenceMs: number;
  /** The line repeats what we send: exactly those bytes are taken out once. */
  readonly echo: boolean;
}
export interface Ticket {
  readonly ask: Ask;
  readonly answer: (answer: Answer<unknown>) => void;
}
interface Waiting {
  readonly ticket: Ticket;
  readonly sent: 'yes' | 'unknown';
  readonly echoed: boolean;
  /** Bytes heard since it was written. */
  readonly heard: number;
}
export interface BusState {
  readonly up: boolean;
  readonly waiting: Waiting | null;
  readonly queue: readonly Ticket[];
  /** Received and not yet understood, at most `most` bytes. */
  readonly received: Uint8Array;
  /** No request leaves before this instant, ms since 1970. */
  readonly readyAt: number;
}
export type BusInput =
  | { readonly on: 'attached' }
  | { readonly on: 'ask'; readonly ticket: Ticket }
  | { readonly on: 'bytes'; readonly bytes: Uint8Array }
  | { readonly on: 'written'; readonly ticket: Ticket }
  | { readonly on: 'not-sent'; readonly ticket: Ticket; readonly why: string }
  | { readonly on: 'write-unknown'; readonly ticket: Ticket; readonly why: string }
  | { readonly on: 'quiet' | 'late' | 'gap-over' }
  | { readonly on: 'closed'; readonly why: string };
export type BusEffect =
  | { readonly do: 'write'; readonly ticket: Ticket }
  | { readonly do: 'answer'; readonly ticket: Ticket; readonly answer: Answer<unknown> }
  /** Bytes that answer nothing: hints, late replies, noise. */
  | { readonly do: 'stray'; readonly bytes: Uint8Array }
  | { readonly do: 'echo-stripped' }
  | { readonly do: 'timer'; readonly timer: BusTimer; readonly ms: number }
  | { readonly do: 'stop'; readonly timer: BusTimer };
export type BusTimer = 'quiet' | 'late' | 'gap-over';
export type BusStep = readonly [BusState, readonly BusEffect[]];

/** Longest unparsed input kept, bytes: many times the longest frame. */
export const most = 256;
const none = new Uint8Array(0);
export const initialBus: BusState = { up: false, waiting: null, queue: [], received: none, readyAt: 0 };

/** One request in flight per bus; every ticket is answered exactly once. Pure. */
export const nextBus = (state: BusState, input: BusInput, now: number, timings: BusTimings): BusStep => {
  switch (input.on) {
    case 'attached':
      return [{ ...initialBus, up: true, readyAt: now }, []];
    case 'ask':
      return asked(state, input.ticket, now);
    case 'bytes':
      return heard(state, input.bytes, now, timings);
    case 'quiet':
      return state.waiting ? look(state, state.waiting, 'quiet', now, timings) : [...swept(state)];
    case 'late':
      return state.waiting ? look(state, state.waiting, 'late', now, timings) : [state, []];
    case 'gap-over':
      return dispatch(state, now);
    case 'closed':
      return closed(state, input.why);
    default:
      return wrote(state, input, now, timings);
  }
};

const asked = (state: BusState, ticket: Ticket, now: number): BusStep => {
  if (!state.up)
    return [state, [{ do: 'answer', ticket, answer: { kind: 'not-sent', why: 'the line is down' } }]];
  const at = ticket.ask.urgent ? state.queue.findIndex((other) => !other.ask.urgent) : -1;
  const queue = state.queue.toSpliced(at < 0 ? state.queue.length : at, 0, ticket);
  return dispatch({ ...state, queue }, now);
};

/** Writes the next request when the line is free, after throwing away what came in before. */
const dispatch = (state: BusState, now: number): BusStep => {
  const [ticket, ...queue] = state.queue;
  if (!ticket || state.waiting || !state.up) return [state, []];
  if (now < state.readyAt) return [state, [{ do: 'timer', timer: 'gap-over', ms: state.readyAt - now }]];
  const [clean, sweep] = swept(state);
  return [
    { ...clean, queue, waiting: { ticket, sent: 'unknown', echoed: false, heard: 0 } },
    [...sweep, { do: 'write', ticket }, { do: 'timer', timer: 'late', ms: ticket.ask.timeoutMs }],
  ];
};

const swept = (state: BusState): BusStep => [
  { ...state, received: none },
  [{ do: 'stop', timer: 'quiet' }, ...stray(state.received)],
];
const stray = (bytes: Uint8Array): BusEffect[] => (bytes.length ? [{ do: 'stray', bytes }] : []);

const heard = (state: BusState, bytes: Uint8Array, now: number, timings: BusTimings): BusStep => {
  const all = concat(state.received, bytes);
  const received = all.subarray(Math.max(0, all.length - most));
  const effects: BusEffect[] = [
    ...stray(all.subarray(0, all.length - received.length)),
    { do: 'timer', timer: 'quiet', ms: timings.silenceMs },
  ];
  if (!state.waiting) return [{ ...state, received }, effects];
  const [stripped, rest, echo] = withoutEcho(state.waiting, received, timings);
  const waiting = { ...stripped, heard: stripped.heard + bytes.length };
  const after = { ...state, waiting, received: rest };
  // A line that babbles is looked at again when it is silent or the time is up: work stays in proportion to input.
  if (waiting.heard > most) return [after, [...effects, ...echo]];
  const [next, more] = over(waiting, timings)
    ? silent(after, waiting, now, timings)
    : look(after, waiting, 'bytes', now, timings);
  return [next, [...effects, ...echo, ...more]];
};

/** Whether a request that nothing answers has done all it will. */
const over = ({ ticket, sent, echoed }: Waiting, { echo }: BusTimings): boolean =>
  ticket.ask.unanswered === true && sent === 'yes' && (echoed || !echo);
const silent = (state: BusState, waiting: Waiting, now: number, timings: BusTimings): BusStep =>
  ended(state, waiting, { kind: 'silent', sent: waiting.sent }, state.received, now, timings);

const withoutEcho = (
  waiting: Waiting,
  received: Uint8Array,
  { echo }: BusTimings,
): [Waiting, Uint8Array, BusEffect[]] => {
  const sent = waiting.ticket.ask.bytes;
  const at = echo && !waiting.echoed ? indexOf(received, sent) : -1;
  if (at < 0) return [waiting, received, []];
  const rest = concat(received.subarray(0, at), received.subarray(at + sent.length));
  return [{ ...waiting, echoed: true }, rest, [{ do: 'echo-stripped' }]];
};

const look = (
  state: BusState,
  waiting: Waiting,
  moment: 'bytes' | 'quiet' | 'late',
  now: number,
  timings: BusTimings,
): BusStep => {
  const found = waiting.ticket.ask.read(state.received, moment);
  if (found) return ended(state, waiting, { kind: 'reply', reply: found.reply }, found.rest, now, timings);
  if (moment !== 'late') return [state, []];
  const { received } = state;
  const { sent } = waiting;
  const answer: Answer<unknown> = received.length
    ? { kind: 'garbled', sent, raw: received }
    : { kind: 'silent', sent };
  return ended(state, waiting, answer, received, now, timings);
};

const ended = (
  state: BusState,
  { ticket }: Waiting,
  answer: Answer<unknown>,
  rest: Uint8Array,
  now: number,
  timings: BusTimings,
): BusStep => {
  const after = {
    ...state,
    waiting: null,
    received: none,
    readyAt: now + Math.max(timings.gapMs, ticket.ask.restMs ?? 0),
  };
  const [next, more] = dispatch(after, now);
  const done: BusEffect[] = [
    { do: 'stop', timer: 'late' },
    { do: 'stop', timer: 'quiet' },
    ...stray(rest),
    { do: 'answer', ticket, answer },
  ];
  return [next, [...done, ...more]];
};

const wrote = (
  state: BusState,
  input: Extract<BusInput, { ticket: Ticket }>,
  now: number,
  timings: BusTimings,
): BusStep => {
  const { waiting } = state;
  if (waiting?.ticket !== input.ticket) return [state, []];
  if (input.on === 'not-sent')
    return ended(state, waiting, { kind: 'not-sent', why: input.why }, state.received, now, timings);
  if (input.on === 'write-unknown') {
    const answer: Answer<unknown> = { kind: 'link-down', sent: 'unknown', why: input.why };
    return ended(state, waiting, answer, state.received, now, timings);
  }
  const written: Waiting = { ...waiting, sent: 'yes' };
  const after = { ...state, waiting: written };
  return over(written, timings) ? silent(after, written, now, timings) : [after, []];
};

const closed = (state: BusState, why: string): BusStep => {
  const { waiting, queue } = state;
  const effects: BusEffect[] = (['late', 'quiet', 'gap-over'] as const).map((timer) => ({
    do: 'stop',
    timer,
  }));
  effects.push(...stray(state.received));
  if (waiting)
    effects.push({
      do: 'answer',
      ticket: waiting.ticket,
      answer: { kind: 'link-down', sent: waiting.sent, why },
    });
  for (const ticket of queue) effects.push({ do: 'answer', ticket, answer: { kind: 'not-sent', why } });
  return [initialBus, effects];
};
