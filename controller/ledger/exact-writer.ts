import type { z } from 'zod';
import { canonicalString, type Members } from './canonical.ts';

/**
 * The RFC 8785 form of a value that fits its schema beyond doubt and that the schema would hand on as it is;
 * undefined where the schema itself has to be asked. Throws a TypeError as `canonicalize` does.
 */
export type ExactWriter = (value: unknown) => string | undefined;

const unsure: ExactWriter = () => undefined;

/**
 * Checks and writes in one go what the event catalogue is made of. Asking the schema, which collects issues and copies
 * what it reads, and writing its copy afterwards took three times as long, of all that an append does the most.
 */
export const exactWriter = (schema: z.core.$ZodType): ExactWriter => {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (checksOf(def).length > 0 && !['string', 'number', 'array'].includes(def.type)) return unsure;
  switch (def.type) {
    case 'object':
      return objectWriter(def.shape);
    case 'array':
      return arrayWriter(exactWriter(def.element), checksOf(def));
    case 'nullable': {
      const write = exactWriter(def.innerType);
      return (value) => (value === null ? 'null' : write(value));
    }
    case 'optional':
      return exactWriter(def.innerType);
    case 'enum': {
      const words = new Map<unknown, string>();
      for (const word of Object.values(def.entries))
        if (typeof word === 'string') words.set(word, canonicalString(word));
      return (value) => words.get(value);
    }
    case 'boolean':
      return (value) => (value === true ? 'true' : value === false ? 'false' : undefined);
    case 'number':
      return numberWriter(def);
    case 'string':
      return stringWriter(def);
    default:
      return unsure;
  }
};

type Checks = readonly z.core.$ZodChecks['_zod']['def'][];
const checksOf = ({ checks = [] }: { readonly checks?: readonly z.core.$ZodCheck<never>[] }): Checks =>
  checks.map((check) => (check as unknown as z.core.$ZodChecks)._zod.def);

interface Bounds {
  least: number;
  most: number;
}
/** The bounds of a length or a whole number; undefined when something else is asked too. */
const boundsOf = (checks: Checks): Bounds | undefined => {
  const bounds = { least: -Infinity, most: Infinity };
  for (const check of checks)
    if (check.check === 'min_length') bounds.least = Math.max(bounds.least, check.minimum);
    else if (check.check === 'max_length') bounds.most = Math.min(bounds.most, check.maximum);
    else if (check.check === 'greater_than' && check.inclusive)
      bounds.least = Math.max(bounds.least, Number(check.value));
    else if (check.check === 'less_than' && check.inclusive)
      bounds.most = Math.min(bounds.most, Number(check.value));
    else return undefined;
  return bounds;
};

const stringWriter = (def: z.core.$ZodStringDef | z.core.$ZodStringFormatDef): ExactWriter => {
  const bounds = boundsOf(checksOf(def));
  const pattern = 'pattern' in def ? def.pattern : undefined;
  // Other formats than these two ask for more than their pattern.
  const known = !('format' in def) || ((def.format === 'date' || def.format === 'datetime') && pattern);
  if (!bounds || !known || def.coerce) return unsure;
  const { least, most } = bounds;
  return (value) =>
    typeof value === 'string' &&
    value.length >= least &&
    value.length <= most &&
    (pattern === undefined || pattern.test(value))
      ? canonicalString(value)
      : undefined;
};

const numberWriter = (def: z.core.$ZodNumberDef | z.core.$ZodNumberFormatDef): ExactWriter => {
  const bounds = boundsOf(checksOf(def));
  if (!bounds || !('format' in def) || def.format !== 'safeint' || def.coerce) return unsure;
  const { least, most } = bounds;
  return (value) =>
    Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most
      ? String(value)
      : undefined;
};

const arrayWriter = (write: ExactWriter, checks: Checks): ExactWriter => {
  const bounds = boundsOf(checks);
  if (!bounds) return unsure;
  const { least, most } = bounds;
  return (value) => {
    if (!Array.isArray(value) || value.length < least || value.length > most) return undefined;
    let out = '';
    for (let i = 0; i < value.length; i++) {
      const element = write(value[i]);
      if (element === undefined) return undefined;
      out += i === 0 ? element : `,${element}`;
    }
    return `[${out}]`;
  };
};

const objectWriter = (shape: Readonly<Record<string, z.core.$ZodType>>): ExactWriter => {
  const fields = Object.keys(shape)
    .sort()
    .map((name) => ({
      name,
      head: `${canonicalString(name)}:`,
      write: exactWriter(shape[name] as z.core.$ZodType),
      optional: shape[name]?._zod.optin === 'optional',
    }));
  return (value) => {
    if (typeof value !== 'object' || value === null) return undefined;
    let out = '';
    let found = 0;
    for (const { name, head, write, optional } of fields) {
      const member = (value as Members)[name];
      if (member === undefined && optional) continue;
      const written = write(member);
      if (written === undefined) return undefined;
      out += found++ === 0 ? head : `,${head}`;
      out += written;
    }
    // A member that nobody declared, or one without a value: the schema knows what becomes of it.
    return Object.keys(value).length === found ? `{${out}}` : undefined;
  };
};
