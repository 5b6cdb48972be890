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
  'message.called-back': 'This piece was recalled. Hand it to the registrar',
  'message.destroyed': 'By the record this paper was destroyed. Hand it to the registrar',
  'message.missing': 'This piece was looked for. Hand it to the registrar, who notes that it was found',
  'message.refused-before': 'This piece was refused before. Hand it to the registrar',
  'message.finish-other-first': 'Close the open door first, then scan this piece',
  'message.already-scanned': 'Already scanned',
  'message.not-yours': 'This piece is not for your department. Put it back',
  'message.not-in-this-box': 'This piece is not on the list of this compartment. Check it',
  'message.not-asked-back': 'This piece is neither circulating nor recalled; it stays with your department',
  'message.taken-out': 'Taken out[: {number}]',
  'message.taken-in': 'Taken in[: {number}]',
  'message.counted': 'Counted',
  'message.bundle-dissolved': 'This bag was opened at the desk. Scan its pieces one by one',
  'message.witness-first': 'A messenger has to sign in as the second person first',
  'message.witness-is-messenger': 'The second person has to be a messenger',
  'message.witness-joined': 'The second person is there',
  'message.not-this-task': 'This compartment has nothing to do with this task',
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

  'message.session-over': 'This visit is over. Sign in again',
  'message.sign-in-first': 'Sign in first, then scan',
  'message.choose-first': 'First choose to drop off or to pick up',
  'message.asking-oa': 'The office system is being asked whether the door may open. One moment…',
  'message.oa-refused': 'The office system does not allow this door to open. Ask the registrar',
  'message.oa-silent':
    'The office system did not answer, so the door stays closed. Try again, or ask the registrar',
  'message.in-use': 'This station is in use. Sign in when the person has left',
  'message.same-card-twice': 'The same card is in use in another place: see the registrar',
  'message.ledger-unavailable':
    'Records cannot be saved: nothing was done and no door will open. Call a technician',
  'message.registered': 'Registered. Put the labels on, then scan them one by one',
  'message.piece-refused': 'Refused[: {number}]',
  'message.door-open': 'The door[ of compartment {compartment}] is already open: close it first',
  'message.door-unknown':
    'The door[ of compartment {compartment}] cannot be seen, so it is not opened. Call a technician',
  'message.door-forced':
    'The door[ of compartment {compartment}] was forced and must be checked first. Call a technician',
  'message.no-door-on-this-side': 'Compartment[ {compartment}] has no door on this side: use the other side',
  'message.out-of-service': 'Compartment[ {compartment}] is out of service. Call a technician',
  'message.cool-down': 'Wait a moment, then try again',
  'message.attempt-outstanding': 'The door is being opened: wait a moment',
  'message.too-many-attempts': 'No more attempts at this door. Call a technician',
  'message.not-allowed-here': 'This station does not take that',
  'message.not-permitted': 'You may not open this compartment',
  'message.not-now': 'This cannot be done at this step',
  'message.not-waiting': 'Nothing waits for you in this compartment',
  'message.not-in-hand': 'This piece is not among those you took in this visit',
  'message.not-scanned': 'This piece was not scanned. Check it',
  'message.not-to-settle': 'Nothing in this compartment needs checking',
  'message.no-record-offered': 'There is nothing to register. Scan the official barcode again',
  'message.no-such-alarm': 'This alarm is over',
  'message.document-known': 'This document is already registered. Scan its label, or see the registrar',
  'message.unknown-department': 'There is no such recipient. Choose again',
  'message.too-many-copies': 'Too many copies. Choose fewer',
  'message.wrong-state': 'Things have changed and this cannot be done. Look at what is shown now',
  'message.closed': 'The system is shutting down. Try again later',
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
  'problem.ledger-untrusted':
    'The records were found altered or damaged, so no door will open. Do not drop anything; call a technician',
  'problem.scanner-offline': 'The scanner is not connected: type the docket code',
  'problem.locks-offline': 'The locks are not connected, so doors cannot be opened. Call a technician',
  'problem.reader-offline': 'The card reader is not connected: sign in another way',
  'problem.printer-attention':
    'The printer needs attention (paper, cover or cable). Receipts can still be read on the web page',
  'problem.unknown': 'Device problem: {code}',
};
