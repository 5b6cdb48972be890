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
const CHOICES: Readonly<Record<string, string>> = {
  parity: 'none, even, odd',
  bits: '7, 8',
  stop: '1, 2',
  hupcl: '0, 1',
};
const HOST = String.raw`\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+`;

/**
 * Takes a link apart: `target` is what may not be opened twice (the port, the host and port, the USB device), `settings`
 * what two devices on one line must agree about.
 */
export const linkTarget = (link: string): LinkTarget => {
  if (/[\s\p{C}]/u.test(link)) return wrong('remove spaces and control characters');
  const scheme = /^[a-z]+(?=:)/.exec(link)?.[0] ?? '';
  return SCHEMES.get(scheme)?.(link) ?? wrong('start with serial:, tcp://, hid:, file: or ipp://');
};
const wrong = (fix: string): LinkTarget => ({ ok: false, fix });
const found = (target: string, settings = ''): LinkTarget => ({ ok: true, target, settings });

const serial = (link: string): LinkTarget => {
  const [, path = '', query = ''] = /^serial:([^?]*)(?:\?(.*))?$/.exec(link) ?? [];
  if (!isWholePath(path))
    return wrong('write the whole path of the port, such as serial:/dev/serial/by-path/…?baud=9600');
  const options = new URLSearchParams(query);
  for (const [name, value] of options) {
    const allowed = Object.hasOwn(LINE_OPTIONS, name) ? LINE_OPTIONS[name] : undefined;
    if (!allowed) return wrong(`remove "${name}": known options are ${Object.keys(LINE_OPTIONS).join(', ')}`);
    if (options.getAll(name).length > 1) return wrong(`write ${name} once`);
    if (!allowed.test(value)) return wrong(`${name} is one of ${CHOICES[name] ?? BAUDS.join(', ')}`);
  }
  options.sort();
  return found(`serial:${path}`, options.toString());
};
const isWholePath = (path: string): boolean => /^\/[^#?]+$/.test(path) && !path.split('/').includes('..');

const tcp = (link: string): LinkTarget => {
  const [, host = '', port = ''] = new RegExp(`^tcp://(${HOST}):(\\d{1,5})/?$`).exec(link) ?? [];
  return host !== '' && isPort(port)
    ? found(`tcp://${host.toLowerCase()}:${Number(port)}`)
    : wrong('write tcp://host:port with a port from 1 to 65535');
};
const isPort = (port: string): boolean => Number(port) >= 1 && Number(port) <= 65_535;

const hid = (link: string): LinkTarget =>
  /^hid:[0-9a-fA-F]{4}:[0-9a-fA-F]{4}$/.test(link)
    ? found(link.toLowerCase())
    : wrong(
        'write hid:vendor:product in four hexadecimal digits each, such as hid:0c2e:0b81 (lsusb shows them)',
      );

const file = (link: string): LinkTarget => {
  const path = link.slice('file:'.length).replace(/^\/\/(?=\/)/, '');
  return isWholePath(path)
    ? found(`file:${path}`)
    : wrong('write the whole path of the device file, such as file:/dev/usb/lp0');
};

const ipp = (link: string): LinkTarget => {
  const [, scheme = '', host = '', port, path = ''] =
    new RegExp(`^(ipps?)://(${HOST})(?::(\\d{1,5}))?(/[^?#]*)?$`).exec(link) ?? [];
  return host !== '' && (port === undefined || isPort(port))
    ? found(`${scheme}://${host.toLowerCase()}:${port ?? '631'}${path}`)
    : wrong('write ipp://host/path, such as ipp://10.0.0.8/ipp/print');
};

const SCHEMES = new Map(Object.entries({ serial, tcp, hid, file, ipp, ipps: ipp }));
