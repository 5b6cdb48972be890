import { z } from 'zod';
import { CONDITIONS } from './devices/printer.ts';
import { bytesOfHex } from './wire/hex.ts';

/**
 * The vocabulary of faults. They are switched on from outside (panel, control API), never by anything that travels on
 * the wire itself, and act on the bytes between a device and its host. `count` means "the next n", then it is over.
 */
const count = z.int().min(1).optional();
const hex = z.string().refine((text) => bytesOfHex(text) !== null, 'write pairs of hexadecimal digits');
const ms = z.int().min(1).max(60_000);
const side = z.enum(['front', 'rear']).default('front');

export const wireFault = z.discriminatedUnion('name', [
  /** The frame is lost. `request`: the device never hears it. `reply`: it acts, and nobody hears the answer. */
  z.strictObject({ name: z.literal('silent'), lose: z.enum(['reply', 'request']).default('reply'), count }),
  /** A half-duplex adapter gives the host its own bytes back. */
  z.strictObject({ name: z.literal('echo'), count }),
  z.strictObject({ name: z.literal('late-reply'), delayMs: ms.default(2000), count }),
  /** The frame arrives in pieces of `size` bytes, `gapMs` apart. */
  z.strictObject({
    name: z.literal('split'),
    size: z.int().min(1).default(1),
    gapMs: ms.default(5),
    count,
  }),
  /** Frames within `windowMs` arrive glued together, after `withHex` or the device's own unasked report. */
  z.strictObject({ name: z.literal('merged'), windowMs: ms.default(30), withHex: hex.optional(), count }),
  /** Flips `bit` (0–7) of byte `byte`; a negative byte counts from the end. */
  z.strictObject({
    name: z.literal('flipped-bit'),
    byte: z.int().default(-2),
    bit: z.int().min(0).max(7).default(0),
    on: z.enum(['reply', 'request']).default('reply'),
    count,
  }),
  /** A well-formed frame of another board, in place of the true one or around it. */
  z.strictObject({
    name: z.literal('foreign-address'),
    address: z.int().min(0).max(255).optional(),
    where: z.enum(['instead', 'before', 'after']).default('instead'),
    count,
  }),
  /** Noise: a floating line, a wrong baud rate. */
  z.strictObject({
    name: z.literal('garbage'),
    hex: hex.default('ff 00 5a'),
    where: z.enum(['instead', 'before', 'after']).default('before'),
    count,
  }),
  /** Only the first bytes arrive. */
  z.strictObject({ name: z.literal('truncated'), bytes: z.int().min(0).default(3), count }),
]);

export const physicalFault = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('jammed-bolt'), compartment: z.string(), side, count }),
  z.strictObject({
    name: z.literal('stuck-feedback'),
    compartment: z.string(),
    side,
    at: z.enum(['open', 'closed']).default('closed'),
  }),
  z.strictObject({ name: z.literal('pulled-cable') }),
  /** The roll ends now, or after `afterLabels` more. */
  z.strictObject({ name: z.literal('paper-out'), afterLabels: z.int().min(0).default(0) }),
  /** A printer opened, jammed, paused, too hot …: each knows some of these. */
  z.strictObject({ name: z.enum(CONDITIONS) }),
]);

export type WireFault = z.output<typeof wireFault>;
export type PhysicalFault = z.output<typeof physicalFault>;
export type WireFaultName = WireFault['name'];

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
