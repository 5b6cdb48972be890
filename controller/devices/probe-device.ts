import { openLink as openRealLink } from '#drivers/links/open-link.ts';
import type { Link } from '#drivers/link.ts';
import type { BusConfig } from '#drivers/registry.ts';
import type { DeviceConfig } from '../config-schema.ts';
import type { Clock } from '../ports/clock.ts';
import { isOnBus } from './board-lines.ts';
import { lookAt, onBus, type BusLook } from './bus-look.ts';
import { atSpeed, findAddress, speedOf, SPEEDS } from './bus-search.ts';
import type { DeviceParts } from './supervisor.ts';

/** What a look at one device found; `fix` is null when nothing is to be done. */
export interface Finding {
  readonly id: string;
  readonly ok: boolean;
  readonly what: string;
  readonly fix: string | null;
  /** Of a device on a bus: what came back. */
  readonly heard?: BusLook['heard'];
  readonly inputs?: readonly boolean[];
}
type OpenLink = NonNullable<DeviceParts['openLink']>;

/**
 * Looks at one device for `docketbox doctor`: opens its line, asks what can be asked, closes it. Never opens a
 * lock, never rejects. A line held by a running controller is reported as such. A board that does not answer is looked
 * for at other addresses, `others` left out, and at other speeds.
 */
export const probeDevice = async (
  device: DeviceConfig,
  clock: Clock,
  openLink: OpenLink = openRealLink,
  others: readonly number[] = [],
): Promise<Finding> => {
  const { id } = device;
  const first = await withLink(device.link, clock, openLink, async (link) => {
    if (!isOnBus(device))
      return { id, ok: true, what: `${link.name} opens; it says nothing unasked`, fix: null };
    const look = await onBus(link, device, clock, (bus) => lookAt(device, bus, clock));
    if (look.inputs !== null) return answered(device, look);
    const at = look.heard === 'silent' ? await findAddress(link, device, clock, others) : null;
    if (at === null) return unanswered(device, look);
    const what = `no answer from address ${device.address}, but a board answers at address ${at}`;
    const fix = `write "address": ${at}, or set the DIP switches to ${device.address}`;
    return { id, ok: false, what, fix, heard: look.heard };
  });
  if (!first.ok) return { id, ok: false, what: first.why, fix: first.fix };
  const finding = first.value;
  if (finding.ok || !isOnBus(device) || !/^(silent|garbled)$/.test(finding.heard ?? '')) return finding;
  if (/answers at address/.test(finding.what)) return finding;
  return (await atAnotherSpeed(device, clock, openLink)) ?? finding;
};

const answered = (device: BusConfig, { inputs, advice }: BusLook): Finding => {
  const set = (inputs ?? []).flatMap((on, at) => (on ? [at + 1] : []));
  const what = `address ${device.address} answers, inputs set: ${set.join(' ') || 'none'}`;
  return { id: device.id, ok: advice === null, what, fix: advice, heard: 'inputs', inputs: inputs ?? [] };
};
const unanswered = ({ id }: BusConfig, { heard, fault }: BusLook): Finding => {
  const { what, fix } = fault ?? { what: 'no answer', fix: null };
  return { id, ok: false, what, fix, heard };
};

/** On a serial line a wrong speed is garbage or silence: asked once at each of the usual ones. */
const atAnotherSpeed = async (
  device: BusConfig,
  clock: Clock,
  openLink: OpenLink,
): Promise<Finding | null> => {
  if (!device.link.startsWith('serial:')) return null;
  for (const baud of SPEEDS.filter((speed) => speed !== speedOf(device.link))) {
    const link = atSpeed(device.link, baud);
    const found = await withLink(link, clock, openLink, (opened) =>
      onBus(opened, device, clock, (bus) => lookAt(device, bus, clock, 1)),
    );
    if (!found.ok) return null;
    if (found.value.heard !== 'inputs') continue;
    const what = `no sense at ${speedOf(device.link)} baud, but it answers at ${baud}`;
    return { id: device.id, ok: false, what, fix: `write "link": "${link}"`, heard: 'garbled' };
  }
  return null;
};

const withLink = async <T>(
  url: string,
  clock: Clock,
  openLink: OpenLink,
  use: (link: Link) => Promise<T>,
): Promise<
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly why: string; readonly fix: string }
> => {
  const made = openLink(url, clock);
  if (!made.ok)
    return { ok: false, why: `link: ${made.path} is ${JSON.stringify(made.value)}`, fix: made.fix };
  const opened = await made.opener();
  if (!opened.ok) return opened;
  try {
    return { ok: true, value: await use(opened.link) };
  } finally {
    await opened.link.close();
  }
};
