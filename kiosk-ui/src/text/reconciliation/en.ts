import type { SameKeys } from '../words.ts';
import type { zhCN } from './zh-CN.ts';

export const en: SameKeys<typeof zhCN> = {
  heading: 'Reconciliation',
  lead: 'Record and paper are held against each other piece by piece; what differs stands here, explained, with what settles it.',
  which: 'Show',
  'state.open': 'Open differences',
  'state.settled': 'Explained',
  'state.gone': 'Gone',
  'empty.open':
    'No open differences: every paper agrees with the record. This is checked every minute; whatever differs is listed here.',
  'empty.settled': 'Nobody has explained a difference yet.',
  'empty.gone': 'No difference has gone yet.',
  kind: 'Difference',
  what: 'Explanation and remedy',
  where: 'Box',
  whose: 'Department',
  paper: 'Document and codes',
  since: 'Since',
  more: '{n} in all',
  settled: '{by}, {at}: {reason}',
  'action.acknowledged': 'Explain',
  'action.withdrawn': 'Withdraw',
  'action.missing': 'Mark missing',
  'name.acknowledged': 'Explain the difference: {what}',
  'name.withdrawn': 'Withdraw the pieces not dropped: {what}',
  'name.missing': 'Mark the pieces missing: {what}',
  'lead.acknowledged':
    'It is no longer listed then, until the facts change. Person, time and reason are recorded.',
  'lead.withdrawn': 'All pieces of this row are withdrawn and cannot be dropped any more.',
  'lead.missing':
    'All pieces of this row are recorded as missing; when they are found this can be taken back.',
  reason: 'Reason',
  'go.register': 'Register a document',
  'go.match': 'Go to Scans',
  'go.settle-print': 'Go to Print jobs',
  'go.look': 'Go to Compartments',
  'sheets.heading': 'Daily sheets',
  'sheets.draw': "Draw up today's sheet",
  'sheets.drawn': 'The sheet was drawn up.',
  'sheets.empty':
    'No daily sheet yet. One is drawn up on working days at the time set; you can draw one up now.',
  'sheets.one': '{date} ({at}, {n} open {n|difference|differences})',
  'sheets.download-name': 'Download the daily sheet of {date}, drawn up {at}',
  'sheets.print': 'Print',
  'sheets.print-name': 'Print the daily sheet of {date}, drawn up {at}',
  'sheets.printing': 'Put in line for the printer.',
};
