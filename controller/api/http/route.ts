import type { z } from 'zod';
import type { By } from '../../commands/by.ts';
import type { AnswerOf, AnyStoredEvent } from '../../ports/ledger.ts';
import type { Access, Principal } from './access.ts';
import type { Language } from './language.ts';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** Sent instead of `body`, as a download. */
  readonly file?: AnswerFile;
  readonly headers?: Readonly<Record<string, string>>;
}
export interface AnswerFile {
  /** Media type, e.g. `application/pdf`. */
  readonly type: string;
  /** What a browser calls it when it keeps it; may hold Chinese. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Shown by the browser itself instead of being kept. */
  readonly inline?: boolean;
}

/** One request, checked: access, origin, body, idempotency key. */
export interface Call<Body = unknown, Query = unknown> {
  readonly who: Principal;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
  /** The body as it came, before any parsing. */
  readonly raw: Uint8Array;
  readonly language: Language;
  /** The Accept header; empty when there is none. */
  readonly accept: string;
  /** Network address of the asker, for lock-outs. */
  readonly address: string;
  readonly secure: boolean;
  readonly cookie: string | undefined;
  readonly by: By;
  /** Stores the answer with the events it answers for, under the request's idempotency key. */
  remember(make: (events: readonly AnyStoredEvent[]) => Answer): AnswerOf;
}

/** One operation, declared once: the server, the role matrix and the OpenAPI document all come from it. */
export interface Route {
  readonly method: 'get' | 'post';
  /** Under the API's root, with `:name` parameters. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly access: Access;
  readonly body?: z.ZodType;
  /** Raw bodies are handed to the handler unparsed, of this content type or any of these: `text/csv`. */
  readonly rawBody?: string | readonly string[];
  /** Most bytes of a raw body, when another number than usual. */
  readonly rawLimit?: number;
  readonly query?: z.ZodType;
  readonly answers: {
    readonly status: number;
    /** Others with which it answers in the same way: 200 where nothing was made. */
    readonly also?: readonly number[];
    readonly description: string;
    readonly schema?: z.ZodType;
    /** Media types of the files it may answer instead. */
    readonly files?: readonly string[];
  };
  /** Only reads, appends and answers, at once: requests that come in together may share one commit. */
  readonly together?: true;
  /** Looked at before the body is validated; may throw a problem. */
  readonly before?: (call: Call) => void;
  readonly handler: (call: Call) => Answer | Promise<Answer>;
  /** Puts back into a remembered answer what must not be stored with it. */
  readonly replay?: (body: unknown, call: Call) => unknown;
  /** Guessing matters here: this many tries a minute from one address. */
  readonly triesPerMinute?: number;
}

type Declared<B extends z.ZodType, Q extends z.ZodType> = Omit<Route, 'handler' | 'body' | 'query'> & {
  readonly body?: B;
  readonly query?: Q;
  readonly handler: (call: Call<z.output<B>, z.output<Q>>) => Answer | Promise<Answer>;
};

/** Declares a route; the handler's types follow from its schemas. */
export const route = <B extends z.ZodType, Q extends z.ZodType>(declared: Declared<B, Q>): Route => ({
  ...declared,
  handler: (call) => declared.handler(call as Call<z.output<B>, z.output<Q>>),
});

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const fileAnswer = (file: AnswerFile): Answer => ({ status: 200, body: null, file });
export const created = (body: unknown): Answer => ({ status: 201, body });
