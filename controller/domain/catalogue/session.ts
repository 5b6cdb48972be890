import { z } from 'zod';
import { defineEvent, key, text } from '../event.ts';
import { role, signInMethod } from './people.ts';

/**
 * `return`: bring back what was read or asked for; `send`: put into an outgoing compartment; `fetch`: take out of one;
 * the other tasks are the registrar’s.
 */
export const flowName = z.enum([
  ...(['drop', 'pickup', 'return', 'take-in', 'correct', 'stock-take', 'send', 'fetch'] as const),
]);
/** Every answer a scan can get at a station. */
export const verdict = z.enum([
  'accepted',
  'go-to-cabinet',
  'not-registered',
  'record-offered',
  'already-dropped',
  'already-collected',
  'away',
  'full',
  'faulty',
  'offline',
  'no-compartment',
  'classified',
  'not-from-registered-office',
  'withdrawn',
  'refused-before',
  'finish-other-first',
  'already-scanned',
  'not-yours',
  'not-in-this-box',
  'signed-for',
  'unreadable',
  'not-allowed',
  'called-back',
  'not-asked-back',
  'taken-out',
  'taken-in',
  'counted',
  'bundle-dissolved',
  'witness-first',
  'destroyed',
  'missing',
  'send-out',
  'handed-in',
  'carried',
  'dispatched',
  'fetched',
]);
export const alarmKind = z.enum([
  'nothing-dropped',
  'door-left-open',
  'slot-blocked',
  'wrong-compartment',
  'taken-back-out',
  'not-emptied',
  'door-forced',
  'same-card-twice',
]);

export const sessionStarted = defineEvent(
  'session',
  'SessionStarted',
  'A person signed in at a station.',
  z.object({
    station: key,
    person: key,
    method: signInMethod,
    roles: z.array(role),
    departments: z.array(key),
  }),
);
export const flowChosen = defineEvent(
  'session',
  'FlowChosen',
  'The person chose to drop or to pick up.',
  z.object({ flow: flowName }),
);
export const scanJudged = defineEvent(
  'session',
  'ScanJudged',
  'Something was scanned or typed, and answered.',
  z.object({
    verdict,
    /** Only a valid docket code is ever kept; anything else stays out. */
    docket: key.nullable(),
    compartment: key.nullable(),
  }),
);
export const compartmentArmed = defineEvent(
  'session',
  'CompartmentArmed',
  'A compartment was permitted to open for these pieces.',
  z.object({
    compartment: key,
    intent: key,
    attempt: z.int().min(1).max(3),
    reason: flowName,
    pieces: z.array(key).max(500),
  }),
);
export const witnessJoined = defineEvent(
  'session',
  'WitnessJoined',
  'A second person proved who they are, to reverse a wrong drop together.',
  z.object({ person: key, method: signInMethod }),
);
export const bundleOpened = defineEvent(
  'session',
  'BundleOpened',
  'A bag was scanned: what of it is still to be dropped, compartment by compartment; replaces what was there.',
  z.object({
    /** The bag’s code. */
    bundle: key,
    dockets: z.array(key).max(200),
  }),
);
export const pieceAdded = defineEvent(
  'session',
  'PieceAdded',
  'Another piece was scanned for the compartment that is open.',
  z.object({ compartment: key, docket: key }),
);
export const piecesOffered = defineEvent(
  'session',
  'PiecesOffered',
  'The copies of a document, just registered or known from its record, were offered to be dropped.',
  z.object({ dockets: z.array(key).max(500) }),
);
export const boxesChosen = defineEvent(
  'session',
  'BoxesChosen',
  'The boxes still to be opened, one after another; replaces the earlier choice.',
  z.object({ compartments: z.array(key).max(200) }),
);
export const pieceRefused = defineEvent(
  'session',
  'PieceRefused',
  'The collector refused a piece; it is in their hands until the returns compartment is closed over it.',
  z.object({ docket: key }),
);
export const openGivenUp = defineEvent(
  'session',
  'OpenGivenUp',
  'The door did not open, or stayed unproven, and the person went on without it.',
  z.object({ compartment: key, intent: key, pieces: z.array(key) }),
);
export const countQuestioned = defineEvent(
  'session',
  'CountQuestioned',
  'Counted and scanned differ, or nothing counts here: the person is asked.',
  z.object({ compartment: key, intent: key, expected: z.array(key), counted: z.int().nullable() }),
);
export const visitSettled = defineEvent(
  'session',
  'VisitSettled',
  'The door is closed and it is settled which pieces went in or came out.',
  z.object({
    compartment: key,
    intent: key,
    moved: z.array(key),
    /** Scanned but not dropped, or in the box but not signed for. */
    left: z.array(key),
    counted: z.int().nullable(),
    settledBy: z.enum(['sensor', 'person', 'nobody']),
  }),
);
export const alarmRaised = defineEvent(
  'session',
  'AlarmRaised',
  'Something is wrong at the cabinet; it sounds until acknowledged.',
  z.object({ alarm: key, kind: alarmKind, compartment: key.nullable() }),
);
export const alarmAcknowledged = defineEvent(
  'session',
  'AlarmAcknowledged',
  'A person acknowledged an alarm.',
  z.object({ alarm: key, by: key.nullable() }),
);
export const sessionEnded = defineEvent(
  'session',
  'SessionEnded',
  'The person signed out, or was signed out.',
  z.object({
    reason: z.enum(['signed-out', 'idle', 'absolute', 'restart']),
    print: z.enum(['none', 'receipt', 'list', 'both']),
  }),
);
export const stationAlarmRaised = defineEvent(
  'station',
  'StationAlarmRaised',
  'Something is wrong at the cabinet while nobody is signed in.',
  z.object({ alarm: key, kind: alarmKind, compartment: key.nullable() }),
);
export const stationAlarmAcknowledged = defineEvent(
  'station',
  'StationAlarmAcknowledged',
  'A person acknowledged a station alarm.',
  z.object({ alarm: key, by: key.nullable() }),
);
export const departmentNotified = defineEvent(
  'department',
  'DepartmentNotified',
  'The department was told that paper waits for it.',
  z.object({
    channel: key,
    dockets: z.array(key).max(500),
    outcome: z.enum(['delivered', 'given-up']),
    detail: text(200).nullable(),
  }),
);
