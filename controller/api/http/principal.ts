import type { Request } from 'express';
import { readToken } from '../../commands/tokens.ts';
import type { Principal } from './access.ts';
import type { ApiDeps } from './deps.ts';
import { isLocal } from './origin.ts';
import { ProblemError } from './problem.ts';
import { sessionIdIn, type OfficeSessions } from './sessions.ts';

/**
 * Who asks: a bearer token before a cookie before nobody. Roles are read afresh each time, so a disabled person is
 * out at once. Throws `bad-token` for an Authorization header that fits nothing.
 */
export const principalOf = (
  { secrets, views }: Pick<ApiDeps, 'secrets' | 'views'>,
  sessions: OfficeSessions,
  request: Pick<Request, 'headers' | 'socket'>,
): Principal => {
  const { authorization, cookie } = request.headers;
  if (authorization !== undefined) {
    const token = /^Bearer ([\w-]{1,100})$/i.exec(authorization)?.[1];
    const info = token === undefined ? undefined : readToken(secrets, token);
    if (!info) throw new ProblemError(401, 'bad-token', { headers: { 'WWW-Authenticate': 'Bearer' } });
    return { kind: 'program', name: info.name, role: info.role };
  }
  const session = sessionIdIn(cookie);
  const number = session === undefined ? undefined : sessions.touch(session);
  const person = number === undefined ? undefined : views.person(number);
  const local = isLocal(request);
  if (person && !person.disabled)
    return { kind: 'person', number: person.number, roles: person.roles, local };
  return { kind: local ? 'local' : 'stranger' };
};
