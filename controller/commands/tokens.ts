import { hash } from 'node:crypto';
import { z } from 'zod';
import { role } from '../domain/catalogue/people.ts';
import type { Clock } from '../ports/clock.ts';
import type { Entropy } from '../ports/entropy.ts';
import type { Secrets } from '../ports/secrets.ts';

/** Roles a program may have: those of people, and `kiosk` for a station's browser on another machine. */
export const tokenRole = z.enum([...role.options, 'kiosk']);
export type TokenRole = z.output<typeof tokenRole>;

const kept = z.object({ name: z.string(), role: tokenRole, createdAt: z.string() });
export type TokenInfo = z.output<typeof kept>;

const PREFIX = 'token:';
const FORM = /^dxb_[\w-]{43}$/;
const NAME = /^[\w.-]{1,40}$/;

/** Why a text is no name of a token (1 to 40 letters, digits, `. _ -`), or null. */
export const wrongTokenName = (name: string): string | null =>
  NAME.test(name) ? null : `token name "${name.slice(0, 60)}": use 1 to 40 letters, digits, ".", "_" or "-"`;

/**
 * A new bearer token: `dxb_` and 256 bits, base64url. Only its SHA-256 is stored. Throws a RangeError when the name
 * does not fit (`wrongTokenName`) or is taken.
 */
export const createToken = (
  {
    secrets,
    entropy,
    clock,
  }: { readonly secrets: Secrets; readonly entropy: Entropy; readonly clock: Clock },
  name: string,
  tokenRoleName: TokenRole,
): string => {
  const wrong = wrongTokenName(name);
  if (wrong !== null) throw new RangeError(wrong);
  if (listTokens(secrets).some((token) => token.name === name))
    throw new RangeError(
      `token name "${name}" is taken: choose another, or revoke that one first (docketbox token revoke)`,
    );
  const token = `dxb_${Buffer.from(entropy.bytes(32)).toString('base64url')}`;
  const info: TokenInfo = { name, role: tokenRoleName, createdAt: new Date(clock.now()).toISOString() };
  secrets.set(PREFIX + hashOf(token), JSON.stringify(info));
  return token;
};

/** Who a bearer token stands for; undefined when it is unknown or was revoked. */
export const readToken = (secrets: Secrets, token: string): TokenInfo | undefined => {
  if (!FORM.test(token)) return undefined;
  const found = secrets.get(PREFIX + hashOf(token));
  return found === undefined ? undefined : kept.parse(JSON.parse(found));
};

export const listTokens = (secrets: Secrets): TokenInfo[] =>
  secrets.names(PREFIX).map((name) => kept.parse(JSON.parse(secrets.get(name) ?? '{}')));

/** Returns whether there was one. */
export const revokeToken = (secrets: Secrets, name: string): boolean => {
  const found = secrets
    .names(PREFIX)
    .find((key) => kept.parse(JSON.parse(secrets.get(key) ?? '{}')).name === name);
  if (found !== undefined) secrets.delete(found);
  return found !== undefined;
};

const hashOf = (token: string): string => hash('sha256', token);
