import { z } from 'zod';
import { defineEvent, text } from '../event.ts';

export const personFoundInDirectory = defineEvent(
  'person',
  'PersonFoundInDirectory',
  'The directory has this person: from now on it says their name and departments, and whether they are still here.',
  z.object({
    /** Distinguished name of the entry. */
    dn: text(1000),
  }),
);
export const personGoneFromDirectory = defineEvent(
  'person',
  'PersonGoneFromDirectory',
  'The directory has this person no more; they may no longer sign in.',
  z.object({}),
);
export const personBackInDirectory = defineEvent(
  'person',
  'PersonBackInDirectory',
  'A person who was gone is in the directory again, and may sign in again.',
  z.object({
    /** Distinguished name of the entry. */
    dn: text(1000),
  }),
);
export const personReleasedFromDirectory = defineEvent(
  'person',
  'PersonReleasedFromDirectory',
  'The sync that claimed this person for the directory was undone: the directory has no say over them until it finds them again.',
  z.object({}),
);

const counts = z.object({
  /** Entries read. */
  read: z.int(),
  registered: z.int(),
  changed: z.int(),
  /** Gone from the directory. */
  gone: z.int(),
  /** Here again. */
  back: z.int(),
});
export const directorySynced = defineEvent(
  'site',
  'DirectorySynced',
  'Departments and people were brought in line with the directory.',
  z.object({
    /** What was done with departments. */
    departments: counts,
    /** What was done with people. */
    people: counts,
    /** Entries that could not be taken over. */
    problems: z.int(),
  }),
);
export const directorySyncFailed = defineEvent(
  'site',
  'DirectorySyncFailed',
  'The directory could not be read, or what it said was not believed; nothing was changed.',
  z.object({
    /** Stable code. */
    code: text(40),
    detail: text(300),
  }),
);
export const directorySyncUndone = defineEvent(
  'site',
  'DirectorySyncUndone',
  'What a sync changed was put back, except what was changed since. No sync follows by itself until somebody asks for one.',
  z.object({
    /** Sequence of the sync’s own event. */
    sync: z.int(),
    /** Departments put back. */
    departments: z.int(),
    /** People put back. */
    people: z.int(),
    /** Things left as they are, because they were changed since or cannot be put back. */
    left: z.int(),
    reason: text(200),
  }),
);
