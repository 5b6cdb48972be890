/** The only marks that say a paper is no state secret: the official record's word and the API's. */
const NOT_CLASSIFIED: ReadonlySet<string> = new Set(['无', 'none']);

/**
 * Whether a secrecy mark must be refused. Looked at before anything else of a record, form, row or request.
 *
 * Only `无` and `none`, padded at most with plain spaces (fixed-width records), are not classified. Everything else
 * is: the levels with or without a period, unknown words, other spellings, an empty or missing field, any other type.
 */
export const isClassified = (mark: unknown): boolean =>
  typeof mark !== 'string' || !NOT_CLASSIFIED.has(mark.replace(/^ +| +$/g, ''));
