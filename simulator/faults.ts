import { z } from 'zod';
import { CONDITIONS } from './devices/conditions.ts';
import { bytesOfHex } from './wire/hex.ts';

/**
 * The vocabulary of faults. They are switched on from outside (panel, control API), never by anything that travels on
 * the wire itself. Those of a line act on the bytes between a device and its host. `count` means "the next n", then it
 * is over.
 */
const count = z.int().min(1).optional();
const hex = z.string().refine((text) => bytesOfHex(text) !== null, 'write pairs of hexadecimal digits');
const ms = z.int().min(1).max(60_000);
const side = z.enum(['front', 'rear']).default('front');
const named = <N extends string, S extends z.ZodRawShape>(name: N, shape: S) =>
  z.strictObject({ name: z.literal(name), ...shape });

export const wireFault = z.discriminatedUnion('name', [
  /** The frame is lost. `request`: the device never hears it. `reply`: it acts, and nobody hears the answer. */
  named('silent', { lose: z.enum(['reply', 'request']).default('reply'), count }),
  /** A half-duplex adapter gives the host its own bytes back. */
  named('echo', { count }),
  named('late-reply', { delayMs: ms.default(2000), count }),
  /** The reply comes only when the host asks again, about the same channel or another, before that is answered. */
  named('reply-in-next-exchange', {
    channel: z.enum(['any', 'same', 'other']).default('any'),
    afterMs: ms.default(1),
    count,
  }),
  /** The frame arrives in pieces of `size` bytes, `gapMs` apart. */
  named('split', { size: z.int().min(1).default(1), gapMs: ms.default(5), count }),
  /** Frames within `windowMs` arrive glued together, after `withHex` or the device's own unasked report. */
  named('merged', { windowMs: ms.default(30), withHex: hex.optional(), count }),
  /** Flips `bit` (0–7) of byte `byte`; a negative byte counts from the end. */
  named('flipped-bit', {
    byte: z.int().default(-2),
    bit: z.int().min(0).max(7).default(0),
    on: z.enum(['reply', 'request']).default('reply'),
    count,
  }),
  /** A well-formed frame of another board, in place of the true one or around it. */
  named('foreign-address', {
    address: z.int().min(0).max(255).optional(),
    where: z.enum(['instead', 'before', 'after']).default('instead'),
    count,
  }),
  /** The line is not biased: as it turns around, a byte that nobody sent. */
  named('stray-byte', {
    hex: hex.default('00'),
    where: z.enum(['before', 'after']).default('before'),
    count,
  }),
  /** Noise, of any length. */
  named('garbage', {
    hex: hex.default('ff 00 5a'),
    where: z.enum(['instead', 'before', 'after']).default('before'),
    count,
  }),
  /** The host listens at another speed, `ratio` times slower. `both`: neither side understands the other. */
  named('wrong-baud', {
    ratio: z.number().min(0.1).max(20).default(2),
    on: z.enum(['reply', 'both']).default('reply'),
    count,
  }),
  /** A and B are exchanged: the device never hears a request, and all the host hears is upside down. */
  named('swapped-ab', { count }),
  /** Only the first bytes arrive. */
  named('truncated', { bytes: z.int().min(0).default(3), count }),
  /** Of what a device reports unasked, every so-many-th is lost. */
  named('lost-push', { every: z.int().min(1).default(2), count }),
]);

const at = { compartment: z.string() };
export const physicalFault = z.discriminatedUnion('name', [
  named('jammed-bolt', { ...at, side, count }),
  named('stuck-feedback', { ...at, side, at: z.enum(['open', 'closed']).default('closed') }),
  named('stuck-bin-sensor', {
    ...at,
    sensor: z.enum(['occupied', 'full']).default('occupied'),
    at: z.enum(['occupied', 'empty']).default('occupied'),
  }),
  named('blocked-slot', { ...at, beam: z.enum(['outer', 'inner', 'both']).default('both') }),
  named('stuck-beam', {
    ...at,
    beam: z.enum(['outer', 'inner']).default('outer'),
    at: z.enum(['broken', 'clear']).default('broken'),
  }),
  /** The cable of the device alone; `adapter`: of all that share its line (so anyway for one that shares with none). */
  named('pulled-cable', { adapter: z.boolean().default(false) }),
  /** The names of two ports are exchanged: each leads to the other's device. */
  named('swapped-cables', { with: z.string() }),
  /** A peer that vanished: the connection stands, nothing comes, nothing is taken, nobody is told. */
  named('half-open', {}),
  /** After its next unlock the board hears nothing more, until its power is switched or a request frees it. */
  named('stuck-busy', {}),
  /** The board reboots whenever two coils on its supply draw at once. */
  named('reboot-on-dip', {}),
  /** The output of a channel is burnt: commands are answered, nothing moves. `channel` is the terminal. */
  named('dead-channel', { channel: z.int().min(1).max(50) }),
  /** Another board with the same address sits on the line: it answers too, and its doors are all closed. */
  named('twin-address', {}),
  /** Somebody moved the switches: the board has this address now. */
  named('wrong-address', { address: z.int().min(0).max(255) }),
  /** The board obeys an unlock and does not answer it. */
  named('no-open-reply', {}),
  /** The board cannot read the switch of a channel, and says so where its protocol has words for it (WKLY: FF). */
  named('unreadable-channel', { channel: z.int().min(1).max(50) }),
  /** The board answers in the layout of another source: CU48 with a length byte, WKLY with 53 as its first byte. */
  named('other-layout', {}),
  /** The roll ends now, or after `afterLabels` more. */
  named('paper-out', { afterLabels: z.int().min(0).default(0) }),
  /** A printer opened, jammed, paused, too hot …: each knows some of these. */
  z.strictObject({ name: z.enum(CONDITIONS) }),
]);

export type WireFault = z.output<typeof wireFault>;
export type PhysicalFault = z.output<typeof physicalFault>;
export type WireFaultName = WireFault['name'];
export type PhysicalFaultName = PhysicalFault['name'];

/** The faults on one line, each with how many frames it still has to spoil. */
export class LineFaults {
  #active = new Map<WireFaultName, { fault: WireFault; left: number | null }>();

  /** A fault of the same name is replaced. */
  set(fault: WireFault): void {
    this.#active.set(fault.name, { fault, left: fault.count ?? null });
  }

  clear(name?: WireFaultName): void {
    if (name) this.#active.delete(name);
    else this.#active.clear();
  }

  /** The fault, if it strikes this frame; uses up one of its count. */
  strike<N extends WireFaultName>(
    name: N,
    when: (fault: Extract<WireFault, { name: N }>) => boolean = () => true,
  ): Extract<WireFault, { name: N }> | null {
    const active = this.#active.get(name);
    if (!active) return null;
    const fault = active.fault as Extract<WireFault, { name: N }>;
    if (!when(fault)) return null;
    if (active.left !== null && --active.left === 0) this.#active.delete(name);
    return fault;
  }

  list(): readonly (WireFault & { left: number | null })[] {
    return [...this.#active.values()].map(({ fault, left }) => ({ ...fault, left }));
  }
}
