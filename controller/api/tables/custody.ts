import type { Table } from '../../ports/table.ts';
import type { CustodyPiece, DestructionDetail, RecallDetail } from '../contract/custody.ts';
import { column, localMinute, plainTable } from './shared.ts';
import { tableWords, type TableLanguage, type TableWords } from './words.ts';

type About = Pick<Table, 'unit' | 'timeZone' | 'made'> & { readonly language: TableLanguage };

const columnsOf = (words: TableWords): Table['columns'] => [
  column('no', words('no'), 'number', [11, 0]),
  column('number', words('number'), 'text', [36, 1]),
  column('title', words('title'), 'text', [54, 4]),
  column('kind', words('kind'), 'text', [18, 0]),
  column('copy', words('copy'), 'text', [16, 0]),
  column('docket', words('docket'), 'code', [40, 0]),
  column('holder', words('holder'), 'text', [34, 2]),
  column('remark', words('remark'), 'text', [24, 0]),
  column('signature', words('signature'), 'signature', [26, 0]),
];
const tableOf = (
  entries: readonly CustodyPiece[],
  about: About,
  more: Pick<Table, 'name' | 'title' | 'facts' | 'sign'>,
): Table => {
  const words = tableWords(about.language);
  return {
    ...plainTable,
    ...about,
    ...more,
    columns: columnsOf(words),
    sections: [
      {
        ...{ heading: null, subtotal: null },
        rows: entries.map(({ number, title, kind, copy, docket, departmentName, state }, i) => [
          ...[i + 1, number, title, kind, copy, docket],
          ...[departmentName, words(stateWord(state)), null],
        ]),
      },
    ],
    totals: `${words('total')} ${words('pieces', { n: entries.length })}`,
  };
};
const stateWord = (state: string): 'stillOut' | 'isBack' | 'isDestroyed' | 'isMissing' => {
  if (state === 'collected' || state === 'handled') return 'stillOut';
  if (state === 'destroyed') return 'isDestroyed';
  return state === 'missing' ? 'isMissing' : 'isBack';
};

/** The recall list: what is still out first, with who holds it. */
export const recallTable = (recall: RecallDetail, about: About): Table => {
  const words = tableWords(about.language);
  return tableOf(recall.entries, about, {
    ...{ name: `recall-${recall.id}`, title: `${words('recallList')} ${recall.name}` },
    facts: [
      [words('printedAt'), localMinute(about.made, about.timeZone)],
      ...(recall.dueOn === null ? [] : [[words('deadline'), recall.dueOn] as const]),
      [words('stillOut'), words('pieces', { n: recall.outstanding })],
    ],
    sign: [words('registrar')],
  });
};

/** The register of a destruction: every paper, and the two people who were there. */
export const destructionTable = (
  destruction: DestructionDetail,
  people: { readonly by: string; readonly witness: string | null },
  about: About,
): Table => {
  const words = tableWords(about.language);
  const at = destruction.doneAt ?? destruction.proposedAt;
  return tableOf(destruction.entries, about, {
    ...{ name: `destruction-${destruction.id}`, title: words('destructionRegister') },
    facts: [
      [words('time'), localMinute(at, about.timeZone)],
      [words('method'), destruction.method],
      [words('destroyedBy'), people.by],
      [words('witness'), people.witness ?? '—'],
    ],
    sign: [words('destroyedBy'), words('witness')],
  });
};
