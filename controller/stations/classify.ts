import { isDocketCode, readDocketCode } from '../domain/docket-code.ts';
import { parseOfficialRecord } from '../domain/official-record.ts';
import type { Scanned } from '../flows/inputs.ts';
import type { StationDeps } from './deps.ts';

type Deps = Pick<StationDeps, 'classifiedHash' | 'recordTags'>;

/** Recognises what a scanner read. Of a classified record only a keyed hash leaves this function. */
export const classify = (
  deps: Deps,
  scan: { readonly bytes: Uint8Array; readonly text: string | null },
): Scanned => {
  const { bytes, text } = scan;
  if (text === null) return { kind: 'other' };
  const code = text.trim();
  if (isDocketCode(code)) return { kind: 'docket', docket: code };
  const parsed = parseOfficialRecord(text, deps.recordTags ? { tags: deps.recordTags } : {});
  if (!parsed.ok) return { kind: 'other' };
  return parsed.classified
    ? { kind: 'classified', hash: deps.classifiedHash(bytes) }
    : { kind: 'record', record: parsed.record, oddities: parsed.oddities };
};

/** What a person typed: a docket code with spaces or small letters, else as if it had been scanned. */
export const classifyTyped = (deps: Deps, text: string): Scanned => {
  const docket = readDocketCode(text);
  return docket === null
    ? classify(deps, { bytes: new TextEncoder().encode(text), text })
    : { kind: 'docket', docket };
};
