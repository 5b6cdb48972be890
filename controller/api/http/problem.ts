import type { Problem } from '../contract/problem.ts';
import type { Language } from './language.ts';
import { wordsOf } from './words.ts';

export type Values = Readonly<Record<string, string | number>>;
export type FieldError = NonNullable<Problem['errors']>[number];

/** An answer that is an error: thrown by handlers, written as RFC 9457 problem details. Never carries a title. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly values: Values;
  readonly errors: readonly FieldError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    more: {
      readonly values?: Values;
      readonly errors?: readonly FieldError[];
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(code);
    this.status = status;
    this.code = code;
    this.values = more.values ?? {};
    this.errors = more.errors;
    this.headers = more.headers ?? {};
  }
}

/** Files wait to be read already. */
export const readersBusy = (): ProblemError =>
  new ProblemError(503, 'readers-busy', { headers: { 'Retry-After': '60' } });

/** The body of an error answer in the reader's language. */
export const problemOf = (error: ProblemError, language: Language): Problem => {
  const words = wordsOf(error.code, language, error.values);
  return {
    type: `urn:docketbox:problem:${error.code}`,
    title: words.title,
    status: error.status,
    code: error.code,
    detail: words.detail,
    ...(error.errors === undefined ? {} : { errors: error.errors }),
  };
};
