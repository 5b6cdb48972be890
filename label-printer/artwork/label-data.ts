import { isClassified } from '#controller/domain/secrecy.ts';
import { ArtworkError } from '../problem.ts';
import { printable } from './text.ts';

/** What a label says: the shape of `label.json`. */
export interface LabelData {
  /** 16 digits and capitals. */
  readonly docket: string;
  readonly recipient: string;
  readonly number: string;
  readonly title: string;
  readonly issuer: string;
  /** `none`, `jiaji`, `teji`, `pingji`, `teti`, or the Chinese word. */
  readonly urgency: string;
  /** `3/12`: this copy of so many; empty when not counted. */
  readonly copy: string;
  /** The official-document record for its barcode; without it the barcode is left out. */
  readonly record?: string | undefined;
  /** The paper's secrecy mark, where it is told: anything but `none` or `无` is refused, nothing of it is drawn. */
  readonly secrecy?: unknown;
}

const URGENCY: Readonly<Record<string, readonly [zh: string, en: string] | null>> = {
  '': null,
  none: null,
  无: null,
  平件: null,
  jiaji: ['加急', 'URGENT'],
  加急: ['加急', 'URGENT'],
  急件: ['加急', 'URGENT'],
  teji: ['特急', 'VERY URGENT'],
  特急: ['特急', 'VERY URGENT'],
  pingji: ['平急', 'PROMPT'],
  平急: ['平急', 'PROMPT'],
  teti: ['特提', 'TOP URGENT'],
  特提: ['特提', 'TOP URGENT'],
};

/** The same with every field checked and made printable, and the urgency as the words of the mark. */
export interface CheckedLabel extends LabelData {
  readonly mark: string | null;
}

/** Throws ArtworkError naming the field. */
export const checkLabel = (data: LabelData, language: 'zh-CN' | 'en'): CheckedLabel => {
  if (data.secrecy !== undefined && isClassified(data.secrecy)) throw new ArtworkError('classified');
  if (!/^[0-9A-Z]{16}$/.test(data.docket))
    throw new ArtworkError('bad-field', { field: 'docket', expected: '16 digits and capital letters' });
  if (!/^([0-9]{1,4}\/[0-9]{1,4})?$/.test(data.copy))
    throw new ArtworkError('bad-field', { field: 'copy', expected: 'this copy of so many, such as 3/12' });
  const mark = Object.hasOwn(URGENCY, data.urgency) ? URGENCY[data.urgency] : undefined;
  if (mark === undefined)
    throw new ArtworkError('bad-field', {
      field: 'urgency',
      expected: 'none, jiaji, teji, pingji, teti, or 加急, 特急, 平急, 特提',
    });
  return {
    docket: data.docket,
    recipient: required('recipient', data.recipient),
    number: required('number', data.number),
    title: printable('title', data.title),
    issuer: printable('issuer', data.issuer),
    urgency: data.urgency,
    copy: data.copy,
    record: data.record,
    mark: mark === null ? null : mark[language === 'en' ? 1 : 0],
  };
};

const required = (field: string, text: string): string => {
  const clean = printable(field, text);
  if (clean === '') throw new ArtworkError('bad-field', { field, expected: 'at least one character' });
  return clean;
};
