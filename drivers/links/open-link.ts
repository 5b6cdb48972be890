import type { Clock } from '#controller/ports/clock.ts';
import type { LinkOpener } from '../link.ts';
import { fileOpener } from './file.ts';
import type { HidAddress } from './hid-choice.ts';
import { hidOpener } from './hid.ts';
import { serialOpener, type SerialAddress } from './serial.ts';
import { tcpOpener } from './tcp.ts';

/** What is wrong with a link URL: the part of it, the value found, and what to write instead. */
export interface BadLink {
  readonly ok: false;
  readonly path: string;
  readonly value: string;
  readonly fix: string;
}
export type LinkMade = { readonly ok: true; readonly opener: LinkOpener } | BadLink;
const bad = (path: string, value: string, fix: string): BadLink => ({ ok: false, path, value, fix });

const serialOptions = {
  baud: { default: '9600', allowed: /^[1-9]\d{2,6}$/, fix: 'write a speed such as baud=9600' },
  parity: { default: 'none', allowed: /^(none|even|odd)$/, fix: 'write parity=none, even or odd' },
  bits: { default: '8', allowed: /^[78]$/, fix: 'write bits=8 or bits=7' },
  stop: { default: '1', allowed: /^[12]$/, fix: 'write stop=1 or stop=2' },
  hupcl: { default: '1', allowed: /^[01]$/, fix: 'write hupcl=1, or hupcl=0 to keep DTR on closing' },
} as const;

const serial = (url: string): SerialAddress | BadLink => {
  const [path = '', query = ''] = url.slice('serial:'.length).split('?', 2);
  if (!/^\/[^\s\0]+$/.test(path))
    return bad('path', path, 'write a device file: serial:/dev/ttyS1?baud=9600');
  const given = new URLSearchParams(query);
  for (const [key, value] of given)
    if (!Object.hasOwn(serialOptions, key))
      return bad(key, value, `known options are ${Object.keys(serialOptions).join(', ')}`);
  const value = (key: keyof typeof serialOptions): string => given.get(key) ?? serialOptions[key].default;
  for (const key of Object.keys(serialOptions) as (keyof typeof serialOptions)[])
    if (!serialOptions[key].allowed.test(value(key))) return bad(key, value(key), serialOptions[key].fix);
  return {
    path,
    baud: Number(value('baud')),
    parity: value('parity') as SerialAddress['parity'],
    dataBits: value('bits') === '7' ? 7 : 8,
    stopBits: value('stop') === '2' ? 2 : 1,
    hupcl: value('hupcl') === '1',
  };
};

const tcp = (url: string): { host: string; port: number } | BadLink => {
  const found = /^tcp:\/\/(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+):(\d{1,5})\/?$/.exec(url);
  if (!found) return bad('host:port', url, 'write tcp://10.0.0.5:4001');
  const port = Number(found[2]);
  if (port < 1 || port > 65_535) return bad('port', String(port), 'write a port from 1 to 65535');
  return { host: (found[1] ?? '').replace(/^\[|\]$/g, ''), port };
};

const hid = (url: string): HidAddress | BadLink => {
  const found = /^hid:([0-9a-fA-F]{4}):([0-9a-fA-F]{4})(?:\?(.+))?$/.exec(url);
  if (!found) return bad('vendor:product', url, 'write hid:0c2e:0b81, as lsusb shows it');
  const device = { vendorId: parseInt(found[1] ?? '', 16), productId: parseInt(found[2] ?? '', 16) };
  const given = [...new URLSearchParams(found[3])];
  const [[key = '', value = ''] = []] = given;
  if (given.length > 1) return bad(given[1]?.[0] ?? '', url, 'write either ?serial= or ?path=');
  if (key === '') return device;
  if (key === 'serial' && value !== '') return { ...device, serial: value };
  if (key === 'path' && /^\/[^\s\0]+$/.test(value)) return { ...device, path: value };
  return bad(key, value, 'write ?serial=NUMBER or ?path=/dev/NAME');
};

/** Makes the opener for a link URL: `serial:/dev/ttyS1?baud=9600`, `tcp://host:port`, `hid:vid:pid`, `file:/dev/usb/lp0`. Opens nothing. */
export const openLink = (url: string, clock: Clock): LinkMade => {
  if (url.startsWith('serial:')) {
    const address = serial(url);
    return 'ok' in address ? address : { ok: true, opener: serialOpener(address, clock) };
  }
  if (url.startsWith('tcp:')) {
    const address = tcp(url);
    return 'ok' in address ? address : { ok: true, opener: tcpOpener(address, clock) };
  }
  if (url.startsWith('hid:')) {
    const address = hid(url);
    return 'ok' in address ? address : { ok: true, opener: hidOpener(address, clock) };
  }
  if (url.startsWith('file:')) {
    const path = url.slice('file:'.length);
    if (!/^\/[^\s\0]+$/.test(path)) return bad('path', path, 'write a device file: file:/dev/usb/lp0');
    return { ok: true, opener: fileOpener(path, clock) };
  }
  return bad('scheme', url, 'start with serial:, tcp://, hid: or file:');
};
