import { z } from 'zod';
import { defineEvent, instant, key, text } from '../event.ts';

export const role = z.enum(['messenger', 'collector', 'registrar', 'supervisor', 'technician', 'auditor']);
export const signInMethod = z.enum(['badge', 'card', 'pin']);

const department = z.object({
  name: text(60).min(1),
  /** Other names by which official records address it. */
  aliases: z.array(text(60)).max(30),
  /** Outside the house: its papers leave through an outgoing compartment. Left out: in the house. */
  outside: z.boolean().optional(),
});
export const departmentRegistered = defineEvent(
  'department',
  'DepartmentRegistered',
  'A department takes part in the exchange; its code is the stream key.',
  department,
);
export const departmentChanged = defineEvent(
  'department',
  'DepartmentChanged',
  'A department was renamed or got other aliases.',
  department,
);

const person = z.object({
  name: text(40).min(1),
  roles: z.array(role).max(6),
  /** Codes of departments the person sends and receives for (their registered office). */
  departments: z.array(key).max(50),
  /** Codes of departments the person stands in for (AB角), recorded as themselves. */
  standsInFor: z.array(key).max(50),
});
export const personRegistered = defineEvent(
  'person',
  'PersonRegistered',
  'A person may take part; the number is the stream key.',
  person,
);
export const personChanged = defineEvent(
  'person',
  'PersonChanged',
  'Name, roles or departments changed.',
  person,
);
export const personDisabled = defineEvent(
  'person',
  'PersonDisabled',
  'The person may no longer sign in.',
  z.object({ reason: text(200) }),
);
export const credentialSet = defineEvent(
  'person',
  'CredentialSet',
  'A means of sign-in was set; the secret itself is never in the ledger.',
  z.object({
    method: signInMethod,
    /** Keyed hash (hex) of a card number; null for a PIN and for a signed badge. */
    fingerprint: text(64).nullable(),
  }),
);
export const signInRefused = defineEvent(
  'person',
  'SignInRefused',
  'A sign-in with this account was refused.',
  z.object({
    station: key.nullable(),
    method: signInMethod,
    why: z.enum(['wrong-pin', 'locked', 'disabled', 'method-not-allowed', 'bad-badge', 'no-role']),
  }),
);
export const signInLocked = defineEvent(
  'person',
  'SignInLocked',
  'Too many refusals: the account is locked for a while.',
  z.object({ until: instant }),
);
export const signedIn = defineEvent(
  'person',
  'SignedIn',
  'The person proved who they are, at a station or on the office page.',
  z.object({ station: key.nullable(), method: signInMethod }),
);
export const stationRefusedStranger = defineEvent(
  'station',
  'StrangerRefused',
  'Somebody unknown tried to sign in.',
  z.object({ method: signInMethod }),
);
export const stationLocked = defineEvent(
  'station',
  'StationSignInLocked',
  'Too many refusals at this place: sign-in by PIN is locked for a while.',
  z.object({ until: instant }),
);
export const classifiedRefused = defineEvent(
  'station',
  'ClassifiedRefused',
  'Something marked secret, or with a malformed secrecy mark, was refused; nothing of it was kept.',
  z.object({
    way: z.enum(['scan', 'form', 'api', 'import']),
    person: key.nullable(),
    /** HMAC-SHA-256 (hex) of the payload under the site key, to recognise a repetition. */
    hash: text(64),
  }),
);
