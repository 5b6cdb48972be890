/** What doors open for: a piece for a box, what waits in it; a piece that goes out, what a messenger fetches. */
export type AskedFlow = 'drop' | 'pickup' | 'send' | 'fetch';
/** What the OA is asked before doors open. Never a title. */
export interface OpeningQuestion {
  readonly station: string;
  readonly session: string;
  readonly person: string;
  readonly flow: AskedFlow;
  readonly compartments: readonly string[];
  readonly dockets: readonly string[];
}
export type OpeningAnswer =
  | { readonly answer: 'allowed' | 'refused' }
  /** Nothing usable came in time. */
  | { readonly answer: 'silent'; readonly detail: string };
/** Asks the OA whether doors may open. */
export interface OpeningAsker {
  readonly asksFor: ReadonlySet<AskedFlow>;
  readonly onSilence: 'allow' | 'refuse';
  /** Resolves within the deadline, whatever the OA does. Never rejects. */
  ask(id: string, question: OpeningQuestion): Promise<OpeningAnswer>;
  close(): void;
}
