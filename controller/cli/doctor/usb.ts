import type { listHid } from '#drivers/links/hid.ts';
import { wrong, type Finding } from './finding.ts';

type Listed = Awaited<ReturnType<typeof listHid>>;

/** Whether the USB HID device of a link is plugged in; nothing for every other link. */
export const hidFindings = (id: string, link: string, listed: Listed): Finding[] => {
  const wanted = /^hid:([0-9a-f]{4}:[0-9a-f]{4})(?:\?|$)/i.exec(link)?.[1]?.toLowerCase();
  if (wanted === undefined) return [];
  if (!listed.ok) return [wrong(id, listed.why, listed.fix)];
  const hex = (n: number): string => n.toString(16).padStart(4, '0');
  const present = new Map(
    listed.devices.map(({ vendorId, productId, product }) => [
      `${hex(vendorId)}:${hex(productId)}`,
      `hid:${hex(vendorId)}:${hex(productId)}${product ? ` (${product.slice(0, 40)})` : ''}`,
    ]),
  );
  if (present.has(wanted)) return [];
  const there = [...present.values()].join(', ') || 'no USB HID devices';
  return [wrong(id, `hid:${wanted} is not plugged in`, `plug it in, or name another; present are: ${there}`)];
};
