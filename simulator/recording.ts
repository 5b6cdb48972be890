import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { bytesOfHex, hexOf } from './wire/hex.ts';

/** First line of a tape. */
const head = z.strictObject({
  docketboxTape: z.literal(1),
  /** Kind of each device. */
  devices: z.record(z.string(), z.string()),
});
/** Every other line: one frame. docs/simulator.md */
const frame = z.strictObject({
  /** Milliseconds since the recording began. */
  ms: z.number().min(0),
  device: z.string(),
  /** `in`: from the host to the device. */
  dir: z.enum(['in', 'out']),
  hex: z.string().refine((text) => bytesOfHex(text) !== null, 'write pairs of hexadecimal digits'),
  /** What was done to it on the way. */
  note: z.string().optional(),
  /** True: it never arrived. */
  lost: z.literal(true).optional(),
});

export interface RecordedFrame {
  readonly ms: number;
  readonly device: string;
  readonly dir: 'in' | 'out';
  readonly bytes: Uint8Array;
  readonly note: string | null;
  readonly lost: boolean;
  /** Line of the file, from 1. */
  readonly line: number;
}

/** Thrown with one line: the file, the line in it, what is wrong. */
export class TapeProblem extends Error {}

/** Reads a tape whole. Throws `TapeProblem`. */
export const readTape = (file: string): readonly RecordedFrame[] => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new TapeProblem(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  const [first = '', ...lines] = text.split('\n');
  lineOf(head, file, first, 1);
  return lines.flatMap((each, i) => {
    if (each.trim() === '') return [];
    const { ms, device, dir, hex, note = null, lost = false } = lineOf(frame, file, each, i + 2);
    return [{ ms, device, dir, bytes: bytesOfHex(hex) ?? new Uint8Array(), note, lost, line: i + 2 }];
  });
};

const lineOf = <S extends z.ZodType>(schema: S, file: string, text: string, line: number): z.output<S> => {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    throw new TapeProblem(`${file}:${line}: not JSON: record the tape anew with --tape`);
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new TapeProblem(`${file}:${line}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'no frame'}`);
};

/** Writes every frame to a file as it crosses, one line of JSON each. Throws when the file cannot be written. */
export class Recording {
  readonly #file: number;
  readonly #startedAt: number;

  constructor(file: string, devices: Readonly<Record<string, string>>, startedAt: number) {
    this.#file = openSync(file, 'w');
    this.#startedAt = startedAt;
    this.#write({ docketboxTape: 1, devices });
  }

  /** `at`: ms since 1970. */
  add(
    at: number,
    device: string,
    dir: 'in' | 'out',
    bytes: Uint8Array,
    note: string | null,
    crossed: boolean,
  ): void {
    const extra = { ...(note === null ? {} : { note }), ...(crossed ? {} : { lost: true }) };
    this.#write({ ms: at - this.#startedAt, device, dir, hex: hexOf(bytes), ...extra });
  }

  #write(entry: object): void {
    writeSync(this.#file, `${JSON.stringify(entry)}\n`);
  }

  close(): void {
    closeSync(this.#file);
  }
}
