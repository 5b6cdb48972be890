/** Tells a department that paper waits; never carries titles. */
export interface Notice {
  /** The same for every attempt to tell the same thing, also after a restart: by it a receiver knows a repetition. */
  readonly id: string;
  readonly department: string;
  readonly departmentName: string;
  readonly dockets: readonly string[];
  readonly urgent: number;
  readonly compartments: readonly string[];
  readonly time: string;
}
export interface Notifier {
  readonly id: string;
  /** Resolves to why it failed, or null when the other side took it. Never rejects. */
  notify(notice: Notice, attempt: number): Promise<string | null>;
  /** Gives up what is under way (it fails) and leaves nothing open. */
  close(): void;
}
