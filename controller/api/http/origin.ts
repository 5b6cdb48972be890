import { isIP } from 'node:net';
import { isLoopbackAddress } from './network.ts';

/** What of a request decides where it came from. */
export interface Whence {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '::1']);

/** Host name without port and brackets, lower case; undefined when the header is no host. */
const hostName = (host: unknown): string | undefined => {
  if (typeof host !== 'string' || host.length > 260) return undefined;
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+))(?::\d{1,5})?$/.exec(host);
  return (match?.[1] ?? match?.[2])?.toLowerCase();
};

/**
 * Whether the controller answers under this Host header. A page elsewhere whose name was rebound to this machine's
 * address sends its own name, and is refused. Bound to loopback: loopback names only; else also any IP address (a
 * name is what rebinding needs) and the configured names.
 */
export const hostAllowed = (host: unknown, boundTo: string, names: readonly string[]): boolean => {
  const name = hostName(host);
  if (name === undefined) return false;
  if (LOOPBACK_NAMES.has(name) || names.some((allowed) => allowed.toLowerCase() === name)) return true;
  return !isLoopbackHost(boundTo) && (isIP(name) !== 0 || name === boundTo.toLowerCase());
};
const isLoopbackHost = (host: string): boolean => host === 'localhost' || isLoopbackAddress(host);

/**
 * Whether a write or a socket handshake comes from one of our own pages, or from a program. Browsers always name the
 * origin of a cross-site write; a request without Origin and without fetch metadata is not from a browser's page.
 */
export const originAllowed = (request: Whence): boolean => {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (origin === undefined) return site === undefined || site === 'same-origin' || site === 'none';
  if (typeof origin !== 'string' || typeof host !== 'string') return false;
  const match = /^https?:\/\/([^/?#@]+)$/.exec(origin.toLowerCase());
  return match?.[1] === host.toLowerCase();
};

/** Whether it comes from this very machine and nobody stands in between (a proxy would make everybody local). */
export const isLocal = (request: Whence): boolean =>
  isLoopbackAddress(request.socket.remoteAddress ?? '') &&
  request.headers['x-forwarded-for'] === undefined &&
  request.headers['forwarded'] === undefined &&
  request.headers['via'] === undefined;
