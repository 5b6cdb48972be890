import { FileFault } from './fault.ts';
import { resolved } from './part-name.ts';
import type { Package } from './zip.ts';

export interface Part {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * The part that another one refers to; capitals and small letters are told apart only when both are there. Throws a
 * FileFault when it is not there, or outside.
 */
export const partAt = (pack: Package, from: string, reference: string): Part => {
  const name = resolved(from, reference);
  if (name === undefined) throw new FileFault('reference-outside', from, reference);
  const small = name.toLowerCase();
  const found =
    pack.names.find((one) => one === name) ?? pack.names.find((one) => one.toLowerCase() === small);
  const bytes = found === undefined ? undefined : pack.read(found);
  if (found === undefined || !bytes) throw new FileFault('part-missing', from, reference);
  return { name: found, bytes };
};
