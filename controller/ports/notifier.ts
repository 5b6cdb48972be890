/** Tells a department that paper waits; never carries titles. */
export interface Notice {
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
}
