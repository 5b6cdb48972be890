import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Op } from './trace.ts';

type Pending = Extract<Op, { is: 'write' | 'size' }>;
type Change = { readonly at: number; readonly bytes: Buffer } | { readonly size: number };
const sector = 512;

/** How a power cut treats what was written and not synced. */
export const cutKinds = ['dropped', 'kept', 'partly kept', 'torn'] as const;
export type CutKind = (typeof cutKinds)[number];

/**
 * A disk with a volatile cache: what was synced stays; of what was written since, a cut drops, keeps, keeps some, or
 * keeps some sectors of 512 bytes, in any combination.
 */
export class Disk {
  readonly #durable: Map<string, Buffer>;
  #pending: Pending[] = [];

  constructor(files: ReadonlyMap<string, Buffer>) {
    this.#durable = new Map(files);
  }

  apply(op: Exclude<Op, { is: 'effect' }>): void {
    if (op.is !== 'sync') {
      this.#pending.push(op);
      return;
    }
    const [own, others] = [true, false].map((mine) =>
      this.#pending.filter(({ file }) => (file === op.file) === mine),
    );
    const bytes = changed(this.#durable.get(op.file), (own ?? []).map(changeOf));
    if (bytes) this.#durable.set(op.file, bytes);
    this.#pending = others ?? [];
  }

  get unsynced(): number {
    return this.#pending.length;
  }

  /** The files as a cut of this kind at this moment leaves them; `random` gives numbers from 0 to 1. */
  after(kind: CutKind, random: () => number): ReadonlyMap<string, Buffer> {
    const kept = this.#pending.flatMap((op): { file: string; change: Change }[] => {
      if (kind === 'dropped' || (kind === 'partly kept' && random() < 0.5)) return [];
      const changes = kind === 'torn' ? sectorsOf(op).filter(() => random() < 0.5) : [changeOf(op)];
      return changes.map((change) => ({ file: op.file, change }));
    });
    const files = new Map(this.#durable);
    for (const file of new Set(kept.map((one) => one.file))) {
      const bytes = changed(
        files.get(file),
        kept.filter((one) => one.file === file).map((one) => one.change),
      );
      if (bytes) files.set(file, bytes);
    }
    return files;
  }
}

const changeOf = (op: Pending): Change =>
  op.is === 'size' ? { size: op.size } : { at: op.at, bytes: op.bytes };

/** A write as the sectors it touches. */
const sectorsOf = (op: Pending): Change[] => {
  if (op.is === 'size') return [{ size: op.size }];
  const parts: Change[] = [];
  for (let from = 0; from < op.bytes.length;) {
    const to = Math.min(op.bytes.length, from + sector - ((op.at + from) % sector));
    parts.push({ at: op.at + from, bytes: op.bytes.subarray(from, to) });
    from = to;
  }
  return parts;
};

const changed = (before: Buffer | undefined, changes: readonly Change[]): Buffer | undefined => {
  if (changes.length === 0) return before;
  const most = Math.max(
    before?.length ?? 0,
    ...changes.map((one) => ('size' in one ? one.size : one.at + one.bytes.length)),
  );
  const bytes = Buffer.alloc(most);
  let size = before?.copy(bytes) ?? 0;
  for (const change of changes) {
    if ('size' in change) {
      if (change.size < size) bytes.fill(0, change.size, size);
      size = change.size;
    } else {
      change.bytes.copy(bytes, change.at);
      size = Math.max(size, change.at + change.bytes.length);
    }
  }
  return bytes.subarray(0, size);
};

/** Puts the files into an emptied directory. */
export const layOut = (dir: string, files: ReadonlyMap<string, Buffer>): void => {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  for (const [name, bytes] of files) writeFileSync(join(dir, name), bytes);
};
