/** One message as it goes out now; never carries titles. */
export interface OutgoingMessage {
  /** The same for every attempt, also after a restart: by it a receiver knows a repetition. */
  readonly id: string;
  /** From 1. */
  readonly attempt: number;
  /** UTC instant of this attempt. */
  readonly time: string;
  /** E-mail address or telephone number of a personal channel; null for a group or a program. */
  readonly to: string | null;
  /** One line. */
  readonly subject: string;
  /** Plain text, several lines, in the site's language. */
  readonly text: string;
  /** The same for programs: what it is of, in stable words. */
  readonly event: { readonly type: string; readonly data: Readonly<Record<string, unknown>> };
}

/**
 * Why a message was not taken. `unreachable`: nothing of the channel works, or nobody knows what became of it;
 * `busy`: the other side wants it later; `refused`: the other side will not have this message as it is.
 */
export type SendFault = 'unreachable' | 'busy' | 'refused';
export type SendOutcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly fault: SendFault;
      /** For people, without secrets, one line. */
      readonly why: string;
      /** The other side's own wish, ms. */
      readonly afterMs?: number;
    };

export interface Channel {
  readonly id: string;
  /** What it needs to know of a person; null when it goes to a group or a program. */
  readonly personal: 'email' | 'phone' | null;
  /** Most messages it takes in a minute; null for no limit. */
  readonly perMinute: number | null;
  /** Never rejects. */
  send(message: OutgoingMessage): Promise<SendOutcome>;
  /** Gives up what is under way (it fails as `unreachable`) and leaves nothing open. */
  close(): void;
}
