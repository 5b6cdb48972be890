/** A board with inputs at one address of one bus. Channels are 1-based as printed on the board. */
export interface InputBoard {
  readonly channels: number;
  /** Reads every input of the board; reads may be repeated. Never rejects. */
  readAll(): Promise<ReadReply>;
}
/** A lock board: inputs, and a coil a channel. */
export interface LockBoard extends InputBoard {
  /** False: this family never answers an open; its silence is no fault and only the sensor tells. */
  readonly answersOpen: boolean;
  /**
   * Sends exactly one open frame, or none; never repeats it. Resolves after the reply, its absence (1,500 ms),
   * or the loss of the line; never rejects.
   */
  open(channel: number): Promise<OpenReply>;
  /** Lights the channel's own lamp for the moment the board decides; true: the board took it. Never rejects. */
  flash?(channel: number): Promise<boolean>;
  /** Switches an output that is a lamp, never a coil; true: the board took it. Never rejects. */
  lamp?(channel: number, on: boolean): Promise<boolean>;
}

/** Raw bytes are lower-case hex. */
export type OpenReply =
  /** A well-formed reply that cannot be an echo of the request and says the input shows an open door. */
  | { readonly kind: 'opened'; readonly raw: string }
  /** A well-formed reply that says the input still shows a closed door. */
  | { readonly kind: 'still-closed'; readonly raw: string }
  /** Not known: see `sent`. `proves-nothing` is a frame equal to the request. */
  | {
      readonly kind: 'unknown';
      readonly why: 'silent' | 'garbled' | 'proves-nothing' | 'link-down';
      readonly sent: 'yes' | 'unknown';
      readonly raw: string | null;
    }
  /** Certainly not sent. */
  | { readonly kind: 'not-sent'; readonly why: string };

export type ReadReply =
  /** Index 0 is channel 1; true is "input set", polarity not applied. */
  | {
      readonly kind: 'inputs';
      readonly inputs: readonly boolean[];
      /** The board's own item sensors, true is "something there"; null where the family has none. */
      readonly items: readonly boolean[] | null;
      /** Channels of which nothing can be said; their entries in `inputs` and `items` mean nothing. */
      readonly unknown?: readonly number[];
      readonly raw: string;
    }
  | { readonly kind: 'silent' }
  | { readonly kind: 'garbled'; readonly raw: string }
  | { readonly kind: 'link-down'; readonly why: string };
