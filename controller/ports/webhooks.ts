/** Posts signed JSON to programs: Standard Webhooks, `v1`. */
export interface SignedSender {
  /** Never rejects. `id` is the same for every attempt at the same thing; a redirect is not followed. */
  send(post: {
    readonly url: string;
    readonly id: string;
    readonly body: string;
    readonly key: Uint8Array;
  }): Promise<{ readonly ok: true } | { readonly ok: false; readonly fault: string; readonly why: string }>;
  /** Gives up what is under way (it fails) and leaves nothing open. */
  close(): void;
}

/** How the sending to one subscription stands. */
export interface WebhookProgress {
  /** Everything up to this sequence was taken, or was not to be sent. */
  readonly delivered: number;
  /** Read and not taken yet. */
  readonly waiting: number;
  readonly lastDeliveredAt: string | null;
  /** What is not taken now; null when all is well. */
  readonly failing: { readonly since: string; readonly attempts: number; readonly why: string } | null;
  /** The last attempt that was not taken, since the controller started; it may have been taken since. */
  readonly lastFailure: { readonly at: string; readonly why: string } | null;
}

/** What became of the last test that was asked for, since the controller started. */
export interface WebhookTest {
  readonly at: string;
  readonly state: 'under-way' | 'taken' | 'not-taken';
  readonly why: string | null;
}
