/** RFC 9457 problem details, as every error answer carries them (application/problem+json). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** Stable, for programs. */
  readonly code: string;
  /** In the reader's language: what, where, and how to mend it. */
  readonly detail: string;
  /** JSON pointers into the request with what is wrong there. */
  readonly errors?: readonly { readonly path: string; readonly value: string; readonly fix: string }[];
}
