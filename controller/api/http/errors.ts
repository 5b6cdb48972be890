import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import { LedgerUnavailable } from '../../ports/ledger.ts';
import type { Log } from './deps.ts';
import type { Language } from './language.ts';
import { problemOf, ProblemError } from './problem.ts';

/** Largest body of a JSON request, bytes. */
export const JSON_LIMIT = 256 * 1024;
/** Largest file to import, bytes. */
export const FILE_LIMIT = 8 * 1024 * 1024;

export const sendProblem = (response: Response, error: ProblemError, language: Language): void => {
  response.status(error.status).set(error.headers);
  response.set('Content-Type', 'application/problem+json; charset=utf-8');
  response.set('Cache-Control', 'no-store');
  response.end(JSON.stringify(problemOf(error, language)));
};

export const notFound: RequestHandler = () => {
  throw new ProblemError(404, 'not-found');
};

/** The last handler: every error becomes problem details; only a fault of ours is a 500, logged without its message. */
export const errorHandler =
  (
    log: Log,
    reference: () => string,
    languageFor: (request: Parameters<RequestHandler>[0]) => Language,
  ): ErrorRequestHandler =>
  (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    let problem = asProblem(error);
    if (!problem) {
      const id = reference();
      log.error({ reference: id, ...traceOf(error) }, 'a request failed by a fault of ours');
      problem = new ProblemError(500, 'internal', { values: { reference: id } });
    }
    sendProblem(response, problem, languageFor(request));
  };

const asProblem = (error: unknown): ProblemError | undefined => {
  if (error instanceof ProblemError) return error;
  if (error instanceof LedgerUnavailable)
    return new ProblemError(503, 'ledger-unavailable', { headers: { 'Retry-After': '10' } });
  if (typeof error !== 'object' || error === null) return undefined;
  const { type, status, limit } = error as { type?: unknown; status?: unknown; limit?: unknown };
  if (type === 'entity.too.large')
    return new ProblemError(413, 'body-too-large', { values: { limit: Number(limit) || JSON_LIMIT } });
  if (type === 'entity.parse.failed') return new ProblemError(400, 'malformed-json');
  if (type === 'encoding.unsupported' || type === 'charset.unsupported')
    return new ProblemError(415, 'unsupported-media-type', { values: { expected: 'application/json' } });
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new ProblemError(status, status === 404 ? 'not-found' : 'bad-request');
  return undefined;
};

/** Where it happened, not what the message says: messages can quote what came in. */
const traceOf = (error: unknown): Record<string, unknown> =>
  error instanceof Error
    ? {
        error: error.name,
        at: (error.stack ?? '')
          .split('\n')
          .filter((line) => /^\s+at /.test(line))
          .slice(0, 8),
      }
    : { error: typeof error };
