import type { Contacts } from '../ports/contacts.ts';
import type { Secrets } from '../ports/secrets.ts';

/** See the port: kept beside the events, where they can be forgotten. */
export const createContacts = (secrets: Secrets): Contacts => {
  const name = (person: string, kind: string): string => `contact:${kind}:${person}`;
  return {
    of: (person, kind) => secrets.get(name(person, kind)) ?? null,
    set(person, kind, address) {
      if (address === null) secrets.delete(name(person, kind));
      else secrets.set(name(person, kind), address);
    },
  };
};
