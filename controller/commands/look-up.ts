import { isDocketCode, readDocketCode } from '../domain/docket-code.ts';
import { looksLikeOfficialRecord, parseOfficialRecord } from '../domain/official-record.ts';
import { isClassified } from '../domain/secrecy.ts';
import type { ConsignmentRow, DocumentRow, ReadModels } from '../ports/read-models.ts';
import { isBadge } from './badge.ts';

type Views = Pick<ReadModels, 'consignment' | 'documentsLike'>;

/** What a code stands for. */
export type Found =
  | { readonly is: 'classified' }
  | { readonly is: 'piece'; readonly row: ConsignmentRow }
  | { readonly is: 'document'; readonly documents: readonly DocumentRow[] }
  | {
      readonly is: 'nothing';
      readonly why:
        /** A docket code as we make them, of no piece of ours. */
        | 'not-registered'
        /** Sixteen digits and capitals whose check character is wrong. */
        | 'misread'
        | 'record-not-registered'
        | 'record-unreadable'
        | 'badge'
        | 'foreign';
    };
const nothing = (why: Extract<Found, { is: 'nothing' }>['why']): Found => ({ is: 'nothing', why });

/**
 * Recognises what somebody read or typed. The mark of secrecy is judged before anything else is looked at; what is
 * not ours for certain is nothing. Changes nothing.
 */
export const lookUp = (views: Views, text: string): Found => {
  const parsed = parseOfficialRecord(text);
  if (parsed.ok && (parsed.classified || isClassified(parsed.record.secrecy))) return { is: 'classified' };
  if (parsed.ok) {
    const { barcode, number } = parsed.record;
    const mark = { barcode: barcode || null, number: number === '' || number === '无' ? null : number };
    const documents = mark.barcode === null && mark.number === null ? [] : views.documentsLike(mark);
    return documents.length === 0 ? nothing('record-not-registered') : { is: 'document', documents };
  }
  const docket = isDocketCode(text.trim()) ? text.trim() : readDocketCode(text);
  if (docket !== null) {
    const row = views.consignment(docket);
    return row ? { is: 'piece', row } : nothing('not-registered');
  }
  if (isBadge(text.trim())) return nothing('badge');
  if (looksLikeOfficialRecord(text)) return nothing('record-unreadable');
  return nothing(/^[0-9A-Z]{16}$/.test(text.replace(/[\s-]/g, '').toUpperCase()) ? 'misread' : 'foreign');
};
