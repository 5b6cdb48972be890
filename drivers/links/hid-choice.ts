import { realpathSync } from 'node:fs';
import type { Device } from 'node-hid';
import type { LinkFault } from '../link.ts';

/** Which USB HID device: vendor and product as `lsusb` shows them, and what tells two of a kind apart. */
export interface HidAddress {
  readonly vendorId: number;
  readonly productId: number;
  readonly serial?: string;
  /** Device file, or a udev rule's symlink to it. */
  readonly path?: string;
}
const hex = (n: number): string => n.toString(16).padStart(4, '0');
export const nameOf = ({ vendorId, productId, serial, path }: HidAddress): string => {
  const which = serial === undefined ? (path === undefined ? '' : `?path=${path}`) : `?serial=${serial}`;
  return `hid:${hex(vendorId)}:${hex(productId)}${which}`;
};

/** Interfaces of one device in the order we want them: bar code scanner (HID POS tables), then keyboard. */
const usages = [
  { usagePage: 0x8c, usage: 0x02 },
  { usagePage: 0x01, usage: 0x06 },
] as const;

export type Choice =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly why: string; readonly fix: string; readonly code: LinkFault };
const no = (code: LinkFault, why: string, fix: string): Choice => ({ ok: false, why, fix, code });

const real = (path: string): string => {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
};

/** The one device file that is meant; never a guess among several. */
export const choose = (devices: readonly Device[], address: HidAddress): Choice => {
  const { vendorId, productId, serial } = address;
  const wanted = address.path === undefined ? null : real(address.path);
  const found = devices.filter(
    (device) =>
      device.vendorId === vendorId &&
      device.productId === productId &&
      device.path !== undefined &&
      (serial === undefined || device.serialNumber === serial) &&
      (wanted === null || device.path === wanted),
  );
  const best =
    usages
      .map((usage) =>
        found.filter((device) => device.usagePage === usage.usagePage && device.usage === usage.usage),
      )
      .find((fitting) => fitting.length > 0) ?? found;
  const paths = [...new Set(best.map((device) => device.path ?? ''))].sort();
  const [path] = paths;
  if (path === undefined)
    return no(
      'link-missing',
      'nothing is plugged in',
      'Check the cable; lsusb shows what is there, docketbox doctor too.',
    );
  if (paths.length === 1) return { ok: true, path };
  const serials = new Set(best.map((device) => device.serialNumber ?? ''));
  const fix =
    serials.size === paths.length && !serials.has('')
      ? `Say which: ${[...serials]
          .sort()
          .map((each) => `?serial=${encodeURIComponent(each)}`)
          .join(' or ')}.`
      : 'They carry no serial numbers: give the USB port a name by a udev rule and write it as ?path=/dev/NAME.';
  return no('link-ambiguous', `there are ${paths.length} of them: ${paths.join(', ')}`, fix);
};
