import type { Cancel, Clock } from '#controller/ports/clock.ts';
import type { Link } from '../link.ts';

/** How a scanner is told to read and to stop reading: docs/protocols/scanner-serial.md. */
export interface TriggerLanguage {
  readonly on: Uint8Array;
  readonly off: Uint8Array;
  /** It answers every command; the next one waits for that. */
  readonly answers: boolean;
}
const ascii = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const languages = {
  honeywell: { on: ascii('\x16T\r'), off: ascii('\x16U\r'), answers: false },
  newland: { on: ascii('~\x010000#SCNTRG1;\x03'), off: ascii('~\x010000#SCNTRG0;\x03'), answers: true },
} as const satisfies Record<string, TriggerLanguage>;

/** Command as an output report of 64 bytes: `FD`, length, command, zeros (docs/protocols/scanner-hid-pos.md). */
export const hidOutput = (command: Uint8Array): Uint8Array => {
  const report = new Uint8Array(64);
  report.set([0xfd, command.length]);
  report.set(command, 2);
  return report;
};

/** An answer that has not come by then never will, ms (Newland's manual: up to 5 s). */
export const answerMs = 5000;
/** Least pause between an answer and the next command, ms. */
export const pauseMs = 50;
/** A scanner stops reading after a read or by its own time limit; while wanted it is told again so often, ms. */
export const rearmMs = 3000;

/** Keeps a scanner switched as wished, over all the links it gets. */
export interface TriggerLine {
  /** Says whether scans are wanted. Never throws. */
  readonly want: (on: boolean) => void;
  /** A code was read: the scanner has stopped and is told again. */
  scanned(): void;
  /** The scanner answered a command; `done` when it follows. */
  answered(done: boolean): void;
  /** Commands go over this link from now on; the returned function ends it. */
  attach(link: Link): () => void;
  counters(): Readonly<Record<string, number>>;
}

/** `wrap` puts a command into what the link carries. Without a trigger nothing is ever sent. */
export const triggerLine = (
  kind: keyof typeof languages | 'none',
  wrap: (command: Uint8Array) => Uint8Array,
  clock: Clock,
): TriggerLine => {
  const language: TriggerLanguage | null = kind === 'none' ? null : languages[kind];
  const counts = { commandsRefused: 0, commandsUnanswered: 0 };
  let link: Link | null = null;
  let wish: boolean | null = null;
  /** The command under way, or the pause after it, ends. */
  let busy: Cancel | null = null;
  let again: Cancel = () => undefined;
  /** The wish has not been told since it was made or renewed. */
  let due = false;

  const free = (): void => {
    busy = null;
    if (due) tell();
  };
  const unanswered = (): void => {
    counts.commandsUnanswered += 1;
    free();
  };
  const tell = (): void => {
    due = true;
    if (!language || !link || wish === null || busy) return;
    due = false;
    again();
    if (wish) again = clock.after(rearmMs, tell);
    if (language.answers) busy = clock.after(answerMs, unanswered);
    void link.write(wrap(wish ? language.on : language.off));
  };
  const rest = (): void => {
    again();
    busy?.();
    busy = null;
  };
  return {
    want(on) {
      if (on === wish) return;
      wish = on;
      tell();
    },
    scanned: () => void (wish === true && tell()),
    answered(done) {
      if (!done) counts.commandsRefused += 1;
      if (!language?.answers || !link) return;
      busy?.();
      busy = clock.after(pauseMs, free);
    },
    attach(next) {
      rest();
      link = next;
      tell();
      return () => {
        if (link !== next) return;
        rest();
        link = null;
      };
    },
    counters: () => (language ? { ...counts } : {}),
  };
};
