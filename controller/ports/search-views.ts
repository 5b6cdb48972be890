import type { ConsignmentState } from './read-models.ts';

/** What a search asks the read models besides what pages ask. */
export interface SearchViews {
  /** Codes of the departments that a document goes to, one for each piece. */
  departmentsOf(document: string): string[];
  /** Whether one of a document's pieces is in this state and due to this department, where they are given. */
  hasPiece(
    document: string,
    piece: { readonly state?: ConsignmentState | undefined; readonly department?: string | undefined },
  ): boolean;
  /** Documents with a piece in a state; null when those pieces are more than `most`, or not to be counted cheaply. */
  documentsWith(state: ConsignmentState, most: number): string[] | null;
  /** The first `most` dockets that begin so. */
  docketsLike(start: string, most: number): { readonly docket: string; readonly document: string }[];
}
