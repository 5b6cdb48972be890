/** Where a device's link leads, as far as the configuration can tell without opening it. */
export type LinkTarget =
  | { readonly ok: true; readonly target: string; readonly settings: string }
  | { readonly ok: false; readonly fix: string };

const BAUDS = [1200, 2400, 4800, 9600, 14400, 19200, 38400, 57600, 115200, 230400, 460800, 921600];
/** What a serial line may be told besides its path, as the serial driver takes it. */
const LINE_OPTIONS: Readonly<Record<string, RegExp>> = {
  baud: new RegExp(`^(${BAUDS.join('|')})$`),
  parity: /^(none|even|odd)$/,
  bits: /^[78]$/,
  stop: /^[12]$/,
  hupcl: /^[01]$/,
};

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

const CHOICES: Readonly<Record<string, string>> = {
  parity: 'none, even, odd',
  bits: '7, 8',
  stop: '1, 2',
  hupcl: '0, 1',
};

const serialTarget = (link: string): LinkTarget => {
  const [, path = '', query = ''] = /^serial:([^?]*)(?:\?(.*))?$/.exec(link) ?? [];
  if (!/^\/[^#]+$/.test(path) || path.split('/').includes('..'))
    return {
      ok: false,
      fix: 'write the whole path of the port, such as serial:/dev/serial/by-path/…?baud=9600',
    };
  const options = new URLSearchParams(query);
  for (const [name, value] of options) {
    const allowed = Object.hasOwn(LINE_OPTIONS, name) ? LINE_OPTIONS[name] : undefined;
    if (!allowed)
      return {
        ok: false,
        fix: `remove "${name}": known options are ${Object.keys(LINE_OPTIONS).join(', ')}`,
      };
    if (options.getAll(name).length > 1) return { ok: false, fix: `write ${name} once` };
    if (!allowed.test(value))
      return { ok: false, fix: `${name} is one of ${CHOICES[name] ?? BAUDS.join(', ')}` };
  }
  options.sort();
  return { ok: true, target: `serial:${path}`, settings: options.toString() };
};

const tcpTarget = (link: string): LinkTarget => {
  const [, host = '', port = ''] =
    /^tcp:\/\/(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+):(\d{1,5})\/?$/.exec(link) ?? [];
  if (host === '' || Number(port) < 1 || Number(port) > 65_535)
    return { ok: false, fix: 'write tcp://host:port with a port from 1 to 65535' };
  return { ok: true, target: `tcp://${host.toLowerCase()}:${Number(port)}`, settings: '' };
};
