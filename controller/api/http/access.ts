import type { PayloadOf } from '../../domain/events.ts';

export type Role = PayloadOf<'PersonRegistered'>['roles'][number];

/** Who asks. */
export type Principal =
  | { readonly kind: 'stranger' }
  /** Somebody at this machine itself, without a sign-in: the kiosk's browser. */
  | { readonly kind: 'local' }
  | {
      readonly kind: 'person';
      readonly number: string;
      readonly roles: readonly Role[];
      /** At this machine itself: the office page and the kiosk may be open in one browser. */
      readonly local?: boolean;
    }
  | { readonly kind: 'program'; readonly name: string; readonly role: Role | 'kiosk' };

/**
 * Who may call a route: everybody; anyone who proved who they are; a kiosk (this machine itself, or a program with
 * the role `kiosk`); or one of the roles listed.
 */
export type Access = 'public' | 'signed-in' | 'station' | readonly Role[];

/** Pure: the whole of what the role matrix says. */
export const permits = (access: Access, who: Principal): boolean => {
  if (access === 'public') return true;
  if (access === 'signed-in')
    return who.kind === 'person' || (who.kind === 'program' && who.role !== 'kiosk');
  if (access === 'station')
    return (
      who.kind === 'local' ||
      (who.kind === 'person' && who.local === true) ||
      (who.kind === 'program' && who.role === 'kiosk')
    );
  if (who.kind === 'person') return who.roles.some((role) => access.includes(role));
  return who.kind === 'program' && who.role !== 'kiosk' && access.includes(who.role);
};

/** As the ledger names the actor. */
export const actorOf = (who: Principal): string => {
  if (who.kind === 'person') return who.number;
  if (who.kind === 'program') return `token:${who.name}`;
  return who.kind;
};
