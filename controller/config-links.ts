/** Where a device's link leads, as far as the configuration can tell without opening it. */
export type LinkTarget =
  | { readonly ok: true; readonly target: string; readonly settings: string }
  | { readonly ok: false; readonly fix: string };

const BAUDS = [1200, 2400, 4800, 9600, 14400, 19200, 38400, 57600, 115200];

/**
 * Takes a link apart: `target` is what may not be opened twice (the port or the host and port), `settings` what two
 * devices on one line must agree about.
 */
export const linkTarget = (link: string): LinkTarget => {
  if (/[\s\p{C}]/u.test(link)) return { ok: false, fix: 'remove spaces and control characters' };
  if (link.startsWith('serial:')) return serialTarget(link);
  if (link.startsWith('tcp:')) return tcpTarget(link);
  return { ok: false, fix: 'write serial:/dev/… or tcp://host:port' };
};

const serialTarget = (link: string): LinkTarget => {
  const [, path = '', query = ''] = /^serial:([^?]*)(?:\?(.*))?$/.exec(link) ?? [];
  if (!/^\/[^#]+$/.test(path) || path.split('/').includes('..'))
    return {
      ok: false,
      fix: 'write the whole path of the port, such as serial:/dev/serial/by-path/…?baud=9600',
    };
  const options = new URLSearchParams(query);
  const unknown = [...options.keys()].find((key) => !['baud', 'parity', 'data', 'stop'].includes(key));
  if (unknown !== undefined) return { ok: false, fix: `remove "${unknown}": baud is the option a line has` };
  const baud = options.get('baud');
  if (baud !== null && !BAUDS.includes(Number(baud)))
    return { ok: false, fix: `use one of the usual speeds: ${BAUDS.join(', ')}` };
  return { ok: true, target: `serial:${path}`, settings: options.toString() };
};

const tcpTarget = (link: string): LinkTarget => {
  const [, host = '', port = ''] =
    /^tcp:\/\/(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+):(\d{1,5})\/?$/.exec(link) ?? [];
  if (host === '' || Number(port) < 1 || Number(port) > 65_535)
    return { ok: false, fix: 'write tcp://host:port with a port from 1 to 65535' };
  return { ok: true, target: `tcp://${host.toLowerCase()}:${Number(port)}`, settings: '' };
};
