import { isUtf8 } from 'node:buffer';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import type { RememberedAnswer } from '../../ports/ledger.ts';
import { actorOf, permits, type Principal } from './access.ts';
import type { ApiDeps } from './deps.ts';
import { FILE_LIMIT, JSON_LIMIT } from './errors.ts';
import { answeredBefore, digestOf, keyIn, storedKey } from './idempotency.ts';
import { languageOf, type Language } from './language.ts';
import { originAllowed } from './origin.ts';
import { principalOf } from './principal.ts';
import { ProblemError } from './problem.ts';
import { limitTries } from './rate.ts';
import type { Answer, AnswerFile, Call, Route } from './route.ts';
import { sessionIdIn, type OfficeSessions } from './sessions.ts';
import { gatherFor, type Gather } from './together.ts';
import { parseWith } from './validate.ts';

export const API_ROOT = '/api/v1';

/** Who asks, found before anything of the body is read. */
interface Asked extends Request {
  who?: Principal;
  raw?: Buffer;
}

export const languageFor =
  (deps: Pick<ApiDeps, 'config'>) =>
  (request: Request): Language =>
    languageOf(
      request.query['lang'],
      request.headers['accept-language'],
      deps.config.site.language === 'en' ? 'en' : 'zh',
    );

/** Puts the routes on the application: access and origin first, then the body, then the handler. */
export const mount = (
  app: Express,
  deps: ApiDeps,
  sessions: OfficeSessions,
  routes: readonly Route[],
): void => {
  const inProgress = new Map<string, Promise<Answer>>();
  const gather = gatherFor(deps.ledger);
  for (const route of routes) {
    const handlers: RequestHandler[] = [enter(deps, sessions, route)];
    if (route.triesPerMinute !== undefined) handlers.push(limitTries(deps.clock, route.triesPerMinute));
    if (route.method === 'post') handlers.push(...bodyOf(route));
    handlers.push(async (request, response) => {
      const answer = await follow(deps, { inProgress, gather }, route, request as Asked);
      send(response, answer);
    });
    app[route.method](API_ROOT + route.path, ...handlers);
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    const allow = routes.filter((route) => route.path === path).map((route) => route.method.toUpperCase());
    app.all(API_ROOT + path, () => {
      throw new ProblemError(405, 'method-not-allowed', {
        values: { allow: allow.join(', ') },
        headers: { Allow: allow.join(', ') },
      });
    });
  }
};

const enter =
  (deps: ApiDeps, sessions: OfficeSessions, route: Route): RequestHandler =>
  (request, _response, next) => {
    if (route.method === 'post' && !originAllowed(request)) throw new ProblemError(403, 'wrong-origin');
    const who = principalOf(deps, sessions, request);
    if (!permits(route.access, who)) {
      const proven = who.kind === 'person' || who.kind === 'program';
      if (!proven)
        throw new ProblemError(401, 'sign-in-required', { headers: { 'WWW-Authenticate': 'Bearer' } });
      const roles = typeof route.access === 'string' ? route.access : route.access.join(', ');
      throw new ProblemError(403, 'not-allowed', { values: { roles } });
    }
    (request as Asked).who = who;
    next();
  };

/** Whether a request without any body will do. */
const mayLackBody = ({ body, rawBody }: Route): boolean =>
  !rawBody && (!body || body.safeParse(undefined).success);

const bodyOf = (route: Route): RequestHandler[] => {
  const type = [route.rawBody ?? 'application/json'].flat();
  const keep = (request: Asked, _response: unknown, bytes: Buffer) => void (request.raw = bytes);
  const parser = route.rawBody
    ? express.raw({ type, limit: route.rawLimit ?? FILE_LIMIT, inflate: false, verify: keep })
    : express.json({ limit: JSON_LIMIT, inflate: false, strict: false, verify: keep });
  const wellFormed: RequestHandler = (request: Asked, _response, next) => {
    const raw = request.raw ?? Buffer.alloc(0);
    // Read leniently, other bytes would become other text without a word.
    const whole = isUtf8(raw) && (!HALF.test(raw.toString('latin1')) || isWellFormed(request.body));
    if (!route.rawBody && !whole) throw new ProblemError(400, 'malformed-json');
    next();
  };
  const check: RequestHandler = (request, _response, next) => {
    const empty =
      request.headers['transfer-encoding'] === undefined && !Number(request.headers['content-length']);
    if (!request.is(type) && !(empty && mayLackBody(route)))
      throw new ProblemError(415, 'unsupported-media-type', { values: { expected: type.join(', ') } });
    next();
  };
  return [check, parser, wellFormed];
};

/** An escaped half of a surrogate pair. Alone it is no character: it cannot be written in UTF-8, nor be kept. */
const HALF = /\\u[dD][89a-fA-F]/;
const isWellFormed = (value: unknown): boolean => {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, one]) => name.isWellFormed() && isWellFormed(one));
};

/** What requests have in common. */
interface Underway {
  /** Answers being made, by their stored key. */
  readonly inProgress: Map<string, Promise<Answer>>;
  readonly gather: Gather;
}

const follow = async (
  deps: ApiDeps,
  { inProgress, gather }: Underway,
  route: Route,
  request: Asked,
): Promise<Answer> => {
  const who = request.who ?? { kind: 'stranger' };
  const language = languageFor(deps)(request);
  const raw = request.raw ?? new Uint8Array();
  const actor = actorOf(who);
  const given = route.method === 'post' ? keyIn(request.get('idempotency-key')) : undefined;
  const cause = given ?? deps.entropy.id();
  const key = storedKey(actor, cause);
  const digest = digestOf(deps.siteKey, request.method, request.path, raw);
  const call: Call = {
    who,
    params: request.params as Record<string, string>,
    query: route.query ? parseWith(route.query, withoutLanguage(request.query), language) : {},
    body: request.body as unknown,
    raw,
    language,
    accept: request.get('accept') ?? '',
    address: request.socket.remoteAddress ?? 'unknown',
    secure: request.secure,
    cookie: sessionIdIn(request.headers.cookie),
    by: { actor, station: null, cause },
    remember: (make) => (events) => {
      const { status, body } = make(events);
      return { key, digest, status, body: JSON.stringify(body) };
    },
  };
  if (given === undefined) return handle(route, call, gather);
  // A repetition that overtakes its first try waits for it: the answer may be stored by then.
  for (let first = inProgress.get(key); first; first = inProgress.get(key))
    await first.catch(() => undefined);
  const before = answeredBefore(deps.ledger, key, digest);
  if (before) return replayed(route, before, call);
  const answer = handle(route, call, gather).finally(() => inProgress.delete(key));
  inProgress.set(key, answer);
  return answer;
};

const handle = async (route: Route, call: Call, gather: Gather): Promise<Answer> => {
  route.before?.(call);
  const body = route.body ? parseWith(route.body, call.body, call.language) : call.body;
  const checked = { ...call, body };
  const answer = await (route.together ? gather(() => route.handler(checked)) : route.handler(checked));
  return route.replay ? { ...answer, body: route.replay(answer.body, call) } : answer;
};

const replayed = (route: Route, { status, body }: RememberedAnswer, call: Call): Answer => {
  const stored: unknown = JSON.parse(body);
  return {
    status,
    body: route.replay ? route.replay(stored, call) : stored,
    headers: { 'Idempotency-Replayed': 'true' },
  };
};

const withoutLanguage = ({ lang: _, ...query }: Request['query']): Request['query'] => query;

const send = (response: Response, { status, body, file, headers }: Answer): void => {
  response.status(status).set('Cache-Control', 'no-store');
  if (headers) response.set(headers);
  if (file) {
    response.set('Content-Type', file.type).set('Content-Disposition', dispositionOf(file));
    response.end(file.bytes);
    return;
  }
  response.set('Content-Type', 'application/json; charset=utf-8').end(JSON.stringify(body));
};

/** RFC 6266, RFC 8187: a plain name for old readers, the true one beside it. */
const dispositionOf = ({ name, inline = false }: AnswerFile): string => {
  const plain = name.replace(/[^\w.-]+/g, '_');
  const spelled = encodeURIComponent(name).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16)}`,
  );
  return `${inline ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${spelled}`;
};
