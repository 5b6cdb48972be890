import { COLUMNS, plainName } from '../import/columns.ts';
import type { FieldName } from './found.ts';

/** Names that an office uses besides the built-in ones, by field. */
export type MoreNames = Readonly<Partial<Record<string, readonly string[]>>>;

const TERMS = ['保密期限', '保密时限', '密级期限', 'secrecyPeriod', 'securityPeriod', 'secretTerm'];

/** Which field a column, a tag or an entry of custom data means; undefined when it is none of ours. */
export const fieldNamer = (more: MoreNames = {}): ((name: string) => FieldName | undefined) => {
  const known = new Map<string, FieldName>();
  for (const name of TERMS) known.set(plainName(name), 'term');
  for (const { name, also } of COLUMNS.documents)
    if (name !== 'outside')
      for (const one of [name, ...also, ...(more[name] ?? [])]) known.set(plainName(one), name as FieldName);
  return (name) => known.get(plainName(name));
};
