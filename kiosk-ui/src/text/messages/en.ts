import type { SameKeys } from '../words.ts';
import type { zhCN } from './zh-CN.ts';

export const en: SameKeys<typeof zhCN> = {
  'message.accepted': 'Recognised[: {number}][. Put it into compartment {compartment}]',
  'message.go-to-cabinet':
    'Not at this cabinet: take it to[ {cabinet}][ compartment {compartment},] the cabinet it belongs to',
  'message.not-registered':
    'This piece is not registered. Scan the official barcode on it to register it, or see the registrar',
  'message.record-offered': 'Official barcode read: check what it says, then register',
  'message.already-dropped': 'Already dropped off[, in compartment {compartment}]',
  'message.already-collected': 'Already collected and signed for; it cannot be dropped off again',
  'message.away':
    'The recipient is not taking documents at the moment[ ({reason})]. Contact them or the registrar',
  'message.full': 'Compartment[ {compartment}] is full. Ask the recipient to empty it first',
  'message.faulty': 'Compartment[ {compartment}] is out of order. Call a technician',
  'message.offline':
    'Compartment[ {compartment}] cannot be reached, so it cannot be opened. Call a technician',
  'message.no-compartment': 'This recipient has no usable compartment. See the registrar',
  'message.classified': 'State secrets must not be dropped off! Take it to the confidential office at once',
  'message.not-from-registered-office':
    'Wrong way in: only documents sent through a registry office are accepted. Return it to the sender',
  'message.withdrawn': 'This piece was withdrawn. Hand it to the registrar',
  'message.refused-before': 'This piece was refused before. Hand it to the registrar',
  'message.finish-other-first': 'Close the open door first, then scan this piece',
  'message.already-scanned': 'Already scanned',
  'message.not-yours': 'This piece is not for your department. Put it back',
  'message.not-in-this-box': 'This piece is not on the list of this compartment. Check it',
  'message.signed-for': 'Signed for[: {number}]',
  'message.unreadable': 'Could not be read. Scan again, or type the docket code',
  'message.not-allowed': 'Your role may not do this',

  'message.wrong-pin': 'Wrong number or PIN. Try again',
  'message.locked': 'Too many wrong attempts: locked for now[. Try again after {until}]',
  'message.station-locked':
    'Too many wrong attempts at this station: PIN sign-in is locked for now[. Try again after {until}] or use another way',
  'message.disabled': 'This account is disabled. See the registrar',
  'message.method-not-allowed': 'Your role cannot sign in this way. Use another way',
  'message.bad-badge': 'This badge code is not valid. Scan it again or sign in another way',
  'message.unknown-person': 'Not recognised. Check and try again, or see the registrar',
  'message.no-role': 'You may not use this station. See the registrar',
  'message.unknown': 'Please note: {code}',

  'alarm.nothing-dropped': 'The door is open and nothing has been put in yet',
  'alarm.door-left-open': 'The door is still open: please close it',
  'alarm.slot-blocked': 'The slot is blocked: remove what blocks it',
  'alarm.wrong-compartment': 'Wrong compartment: take it out and use the one shown',
  'alarm.taken-back-out': 'A dropped piece was taken out again: put it back or see the registrar',
  'alarm.not-emptied': 'There is still paper inside: please take all of it',
  'alarm.door-forced': 'A door was opened without permission: check it and call a technician',
  'alarm.same-card-twice': 'The same card is in use in another place: see the registrar',
  'alarm.unknown': 'Cabinet alarm: {code}',

  'problem.ledger-unavailable':
    'Records cannot be saved, so no door will open. Do not drop anything; call a technician',
  'problem.scanner-offline': 'The scanner is not connected: type the docket code',
  'problem.locks-offline': 'The locks are not connected, so doors cannot be opened. Call a technician',
  'problem.reader-offline': 'The card reader is not connected: sign in another way',
  'problem.printer-attention':
    'The printer needs attention (paper, cover or cable). Receipts can still be read on the web page',
  'problem.unknown': 'Device problem: {code}',
};
