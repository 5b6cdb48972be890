/** What the OA is asked before doors open. Never a title. */
export interface OpeningQuestion {
  readonly station: string;
  readonly session: string;
  readonly person: string;
  readonly flow: 'drop' | 'pickup';
  readonly compartments: readonly string[];
  readonly dockets: readonly string[];
}
export type OpeningAnswer =
  | { readonly answer: 'allowed' | 'refused' }
  /** Nothing usable came in time. */
  | { readonly answer: 'silent'; readonly detail: string };
/** Asks the OA whether doors may open. */
export interface OpeningAsker {
  readonly asksFor: ReadonlySet<'drop' | 'pickup'>;
  readonly onSilence: 'allow' | 'refuse';
  /** Resolves within the deadline, whatever the OA does. Never rejects. */
  ask(id: string, question: OpeningQuestion): Promise<OpeningAnswer>;
  close(): void;
}
