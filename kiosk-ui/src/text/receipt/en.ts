import type { SameKeys } from '../words.ts';
import type { zhCN } from './zh-CN.ts';

export const en: SameKeys<typeof zhCN> = {
  'heading.drop': 'Receipt for a drop-off',
  'heading.pickup': 'Receipt for a pick-up',
  loading: 'Loading…',
  'not-found': 'There is no such receipt. Check its number.',
  failed: 'The receipt cannot be read right now ({code}). Try again later.',
  print: 'Print',
  id: 'Receipt',
  site: 'Site',
  station: 'Station',
  person: 'Person',
  'person.value': '{name} ({number})',
  issued: 'Issued',
  pieces: 'Documents ({n} {n|piece|pieces})',
  no: 'No.',
  number: 'Number',
  department: 'Recipient',
  compartment: 'Compartment',
  docket: 'Docket code',
  sequence: 'Entry',
  leaf: 'Leaf hash',
  evidence: 'Evidence',
  'evidence.size': 'Ledger size',
  'evidence.root': 'Ledger root',
  'evidence.sequence': 'Entry of this receipt',
  'evidence.leaf': 'Leaf hash of this receipt',
  'verify.heading': 'How to verify',
  'verify.lead':
    'Every hand-over is one entry of an append-only ledger. This receipt names the entry and leaf hash of each piece, and the root hash of the whole ledger when it was issued (RFC 6962, SHA-256).',
  'verify.step':
    'On the controller run docketbox verify --data DIR: if the ledger was ever edited, it names the first entry that does not fit.',
  'verify.compare':
    'At size {size} the ledger must have the root printed here, and each entry the leaf hash printed here.',
  'notice.proof': 'This receipt proves the hand-over. No receipt, not delivered.',
};
