import type { PayloadOf } from '../../domain/events.ts';
import { listSymbolText } from '../../domain/receipt-symbol.ts';
import type { Table } from '../../ports/table.ts';
import { column, localMinute, plainTable } from './shared.ts';
import { tableWords, urgencyWord, type TableWords } from './words.ts';

type Drawn = PayloadOf<'ListDrawnUp'>;

/** A list as it was issued: nothing but the event goes into it. `copy` 0 is the first print, n its n-th repetition. */
export const listTable = (drawn: Drawn, content: string, copy: number): Table => {
  const { number, kind, unit, language, timeZone, issuedAt, entries } = drawn;
  const words = tableWords(language);
  const party = { drop: words('receiver'), pickup: words('sender'), exchange: words('party') }[kind];
  return {
    ...plainTable,
    name: `${kind}-${number}${copy === 0 ? '' : `-${copy}`}`,
    ...{ title: words(kind), unit, language, timeZone, made: issuedAt },
    mark: copy === 0 ? null : `${words('reprint')} ${copy}`,
    facts: factsOf(drawn, words),
    columns: [
      column('no', words('no'), 'number', [11, 0]),
      column('party', party, 'text', [44, 1]),
      column('docket', words('docket'), 'code', [40, 0]),
      column('time', words('time'), 'instant', [32, 0]),
      column('urgency', words('urgency'), 'text', [language === 'en' ? 22 : 18, 0]),
      column('remark', words('remark'), 'text', [62, 2]),
      column('signature', words('signature'), 'signature', [26, 0]),
    ],
    sections: [
      {
        ...{ heading: null, subtotal: null },
        rows: entries.map((entry, i) => [
          ...[i + 1, entry.party, entry.docket, entry.at, urgencyWord(entry.urgency, language)],
          ...[remarkOf(entry, kind, words), null],
        ]),
      },
    ],
    totals: totalsOf(entries, words),
    sign: [words('exchangedBy'), words('receivedBy')],
    evidence: [[words('content'), content]],
    symbol: listSymbolText(number, content),
  };
};

const factsOf = (drawn: Drawn, words: TableWords): Table['facts'] => {
  const { number, issuedAt, timeZone, from, to, person, place, entries } = drawn;
  const at = (instant: string): string => localMinute(instant, timeZone);
  return [
    [words('listNumber'), number],
    [words('printedAt'), at(issuedAt)],
    ...(from === null || to === null ? [] : [[words('period'), `${at(from)} – ${at(to)}`] as const]),
    [words('person'), person.name === person.number ? person.number : `${person.name} (${person.number})`],
    ...(place === null ? [] : [[words('place'), place] as const]),
    [words('total'), words('pieces', { n: entries.length })],
  ];
};

const remarkOf = (entry: Drawn['entries'][number], kind: Drawn['kind'], words: TableWords): string =>
  [
    entry.number,
    `${words('copy')} ${entry.copy}`,
    ...(kind === 'exchange' || entry.movement === 'refused' ? [words(entry.movement)] : []),
    ...(entry.compartment === null ? [] : [`${words('box')} ${entry.compartment}`]),
  ]
    .filter((part) => part !== '')
    .join(' · ');

const totalsOf = (entries: Drawn['entries'], words: TableWords): string => {
  const of = (...urgencies: string[]): number =>
    entries.filter(({ urgency }) => urgencies.includes(urgency)).length;
  const [teji, jiaji] = [of('teji', 'teti'), of('jiaji')];
  const pieces = `${words('total')} ${words('pieces', { n: entries.length })}`;
  return teji + jiaji === 0 ? pieces : `${pieces}, ${words('urgent', { teji, jiaji })}`;
};
