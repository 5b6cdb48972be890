import { urgencyOf, type Urgency } from '../../domain/official-record-elements.ts';
import type { ReadModels } from '../../ports/read-models.ts';
import { documentNumber, recipientOf, several, urgencyWord } from '../import/cells.ts';
import { knownAs } from '../register-document.ts';
import { dayOf } from '../import/day.ts';
import type { FieldName, FoundDocument, OddCode, Reading } from './found.ts';
import { kindIn } from './kind.ts';

/** Something unusual; `value` is what stood there, at most 60 characters, never of a title. */
export interface Odd {
  readonly code: OddCode;
  readonly value: string;
}
/** A value read from a file, and where it stood; null when nothing was found. */
export interface Proposed<Value> {
  readonly value: Value;
  readonly from: string | null;
  readonly odd: readonly Odd[];
}
export interface Proposal {
  /** Folder of an OFD document; empty for a list. */
  readonly place: string;
  readonly row: number | null;
  /** `not-stated`: nothing in the file says so; the registrar must look at the paper. */
  readonly secrecy: 'none' | 'not-stated';
  /** Id under which it is registered already. */
  readonly known: string | null;
  readonly number: Proposed<string>;
  readonly title: Proposed<string>;
  readonly issuers: Proposed<readonly string[]>;
  readonly kind: Proposed<string>;
  readonly urgency: Proposed<Urgency>;
  readonly pages: Proposed<number | null>;
  readonly writtenOn: Proposed<string | null>;
  readonly barcode: Proposed<string | null>;
  readonly oaId: Proposed<string | null>;
  readonly recipients: Proposed<readonly { readonly department: string; readonly copies: number }[]>;
}

/** Longest values of a registration, characters. */
const LIMITS = { number: 60, title: 400, issuers: 100, kind: 60, barcode: 64, oaId: 100 } as const;
const MOST_ISSUERS = 20;
const MOST_COPIES = 200;

interface Taken {
  readonly text: string;
  readonly from: string | null;
  readonly odd: Odd[];
  readonly reading: Reading | undefined;
}

/** Judges what was read of a document: the best reading of each field, tidied, with everything unusual about it. */
export const proposalOf = (found: FoundDocument, views: ReadModels): Proposal => {
  const take = (field: FieldName, required = false): Taken => takenOf(found.readings, field, required);
  const title = titleOf(take('title', true));
  const number = numberOf(take('number', true));
  const issuers = issuersOf(take('issuers', true));
  return {
    ...{ place: found.place, row: found.row },
    secrecy: found.readings.some(({ field }) => field === 'secrecy') ? 'none' : 'not-stated',
    known:
      knownAs(views, {
        ...{ number: number.value, issuers: [...issuers.value] },
        barcode: take('barcode').text || null,
      }) ?? null,
    ...{ number, title, issuers },
    kind: kindOf(take('kind'), title),
    urgency: urgencyIn(take('urgency')),
    pages: pagesOf(take('pages')),
    writtenOn: writtenOf(take('writtenOn')),
    barcode: shortOf(take('barcode'), LIMITS.barcode),
    oaId: shortOf(take('oaId'), LIMITS.oaId),
    recipients: recipientsOf(take('recipients'), views),
  };
};

const oddity = (code: OddCode, value = ''): Odd => ({ code, value: value.slice(0, 60) });
const proposed = <Value>(value: Value, { from, odd }: Taken): Proposed<Value> => ({ value, from, odd });

/** Line breaks and controls become spaces, runs of spaces one. */
const tidy = (text: string): string => text.replace(/[\p{C}\p{Z}\p{Bidi_Control}]+/gu, ' ').trim();

const takenOf = (readings: readonly Reading[], field: FieldName, required: boolean): Taken => {
  const filled = readings.filter((reading) => reading.field === field && tidy(reading.text) !== '');
  const [best] = filled;
  if (!best) return { text: '', from: null, odd: required ? [oddity('missing')] : [], reading: undefined };
  const text = tidy(best.text);
  const odd: Odd[] = [];
  if (best.odd) odd.push(oddity(best.odd));
  if (/[\p{Cc}\p{Bidi_Control}]/u.test(best.text.trim())) odd.push(oddity('controls'));
  // What a person filled in twice, differently; guesses of ours do not count.
  const other = filled.find((reading) => reading.odd === undefined && !sameText(reading.text, best.text));
  if (other && best.odd === undefined) odd.push(oddity('differs', other.from));
  return { text, from: best.from, odd, reading: best };
};
const sameText = (one: string, other: string): boolean => bare(one) === bare(other);
const bare = (text: string): string => documentNumber(tidy(text)).replace(/\s/g, '');

const cut = (text: string, limit: number, odd: Odd[]): string => {
  if (text.length <= limit) return text;
  odd.push(oddity('too-long', `${text.length} > ${limit}`));
  return [...text].slice(0, limit).join('').slice(0, limit).toWellFormed();
};

const titleOf = (taken: Taken): Proposed<string> => {
  const bared = taken.text
    .replace(/^Microsoft (Word|Excel|PowerPoint) - /i, '')
    .replace(/\.(docx?|wps|ofd|pdf|xlsx?|rtf|txt)$/i, '');
  if (bared !== taken.text) taken.odd.push(oddity('program-title'));
  return proposed(cut(bared, LIMITS.title, taken.odd), taken);
};

const USUAL_NUMBER = /^[\p{L}\p{N}（）()·.-]{1,40}〔\d{4}〕\d{1,5}号$/u;
const numberOf = (taken: Taken): Proposed<string> => {
  const number = documentNumber(taken.text.replace(/\s/g, ''));
  if (number !== '' && number !== '无' && !USUAL_NUMBER.test(number))
    taken.odd.push(oddity('number-form', taken.text));
  return proposed(cut(number, LIMITS.number, taken.odd), taken);
};

const issuersOf = (taken: Taken): Proposed<readonly string[]> => {
  const names = several(taken.text.replace(/[,，]|\s{2,}/g, ';'));
  if (names.length > MOST_ISSUERS) taken.odd.push(oddity('too-long', `${names.length} > ${MOST_ISSUERS}`));
  return proposed(
    names.slice(0, MOST_ISSUERS).map((name) => cut(name, LIMITS.issuers, taken.odd)),
    taken,
  );
};

const kindOf = (taken: Taken, title: Proposed<string>): Proposed<string> => {
  if (taken.text !== '') return proposed(cut(taken.text, LIMITS.kind, taken.odd), taken);
  const kind = kindIn(title.value);
  return kind === undefined
    ? { value: '', from: null, odd: [oddity('missing')] }
    : { value: kind, from: title.from, odd: [oddity('from-title')] };
};

const urgencyIn = (taken: Taken): Proposed<Urgency> => {
  const word = urgencyWord(taken.text.toLowerCase());
  const urgency = word === 'none' ? 'none' : (KNOWN[word] ?? urgencyOf(word));
  if (urgency === undefined) taken.odd.push(oddity('urgency-word', taken.text));
  return proposed(urgency ?? 'none', taken);
};
/** Other words that OAs write for the same urgencies. */
const KNOWN: Readonly<Record<string, Urgency>> = {
  ...{ jiaji: 'jiaji', teji: 'teji', pingji: 'pingji', teti: 'teti' },
  ...{ normal: 'none', ordinary: 'none', 一般: 'none', 普通: 'none', 平: 'none', 常规: 'none' },
  ...{ urgent: 'jiaji', 紧急: 'jiaji', 急: 'jiaji', 'extra urgent': 'teji', 'very urgent': 'teji' },
};

const pagesOf = (taken: Taken): Proposed<number | null> => {
  const pages = /^\d{1,4}(?=页?$)/.exec(taken.text)?.[0];
  if (taken.text !== '' && !Number(pages)) taken.odd.push(oddity('pages-form', taken.text));
  return proposed(Number(pages) || null, taken);
};

const writtenOf = (taken: Taken): Proposed<string | null> => {
  const day = taken.text === '' ? null : dayOf(taken.text, taken.reading?.since1904);
  if (taken.text !== '' && day === null) taken.odd.push(oddity('date-form', taken.text));
  return proposed(day, taken);
};

const shortOf = (taken: Taken, limit: number): Proposed<string | null> =>
  proposed(cut(taken.text, limit, taken.odd) || null, taken);

const recipientsOf = (taken: Taken, views: ReadModels): Proposal['recipients'] => {
  const copies = new Map<string, number>();
  for (const part of several(taken.text.replace(/[,，]/g, ';'))) {
    const recipient = recipientOf(part);
    const code = views.departmentCalled(recipient.name)?.code;
    if (code === undefined) taken.odd.push(oddity('unknown-recipient', recipient.name));
    else copies.set(code, Math.min(MOST_COPIES, (copies.get(code) ?? 0) + recipient.copies));
  }
  return proposed(
    [...copies].map(([department, count]) => ({ department, copies: Math.max(1, count) })),
    taken,
  );
};
