import type { Refusal } from '../domain/decider.ts';

/** A command's expected outcomes: what it made, or why it was not followed. */
export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

export const done = <T>(value: T): Outcome<T> => ({ ok: true, value });
export const refused = (code: string, values: Refusal['values'] = {}): { ok: false; refusal: Refusal } => ({
  ok: false,
  refusal: { code, values },
});
