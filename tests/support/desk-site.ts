import { setPin } from '#controller/commands/credentials.ts';
import { registerPerson } from '#controller/commands/people.ts';
import { registerDocument } from '#controller/commands/register-document.ts';
import type { PayloadOf } from '#controller/domain/events.ts';
import { by, documentBody, makeSite, seed, type Site } from './api-site.ts';

export const PIN = '86420135';
type Person = PayloadOf<'PersonRegistered'>;

/** Lin and her stand-in Gao of one department, Sun of the other, a messenger, and a supervisor. */
export const PEOPLE: Readonly<Record<string, Person>> = {
  2001: { name: '林收文', roles: ['collector'], departments: ['fgw'], standsInFor: [] },
  2002: { name: '孙收文', roles: ['collector'], departments: ['bgs'], standsInFor: [] },
  2003: { name: '高代办', roles: ['collector'], departments: ['bgs'], standsInFor: ['fgw'] },
  1001: { name: '王交换', roles: ['messenger'], departments: ['bgs'], standsInFor: [] },
  3001: { name: '赵督办', roles: ['supervisor'], departments: [], standsInFor: [] },
};

/** A site with two departments, these people, and one document: one copy for bgs, two for fgw. */
export const deskSite = async (more: Parameters<typeof makeSite>[0] = {}) => {
  const site = makeSite(more);
  const { token } = seed(site);
  for (const [number, person] of Object.entries(PEOPLE)) registerPerson(site, number, person, by);
  for (const number of Object.keys(PEOPLE)) await setPin(site, number, PIN, by);
  const document = documentFor(site, {});
  const pieces = site.views.consignmentsOf(document);
  const of = (department: string) =>
    pieces.filter((piece) => piece.department === department).map(({ docket }) => docket);
  return { site, token, document, bgs: of('bgs'), fgw: of('fgw') };
};

/** Registers a document like the usual one and answers its id. */
export const documentFor = (site: Site, more: object): string => {
  const { secrecy: _, ...body } = documentBody({ barcode: 'SJ2026', ...more });
  const way = { oaId: null, way: 'form' as const, oddities: [] };
  const registered = registerDocument(site, { ...body, ...way } as never, by);
  if (!registered.ok) throw new Error(registered.refusal.code);
  return registered.value.document;
};

/** Puts a piece into its department's box. */
export const drop = (site: Site, docket: string): void => {
  const compartment = site.views.consignment(docket)?.department === 'bgs' ? 'A01' : 'A02';
  const payload = { compartment, session: 's', intent: 'i', counted: 'sensor' as const };
  site.desk.append(
    [{ stream: `consignment:${docket}`, events: [{ type: 'ConsignmentDeposited', payload }] }],
    { ...by, actor: '1001' },
  );
};
/** Drops a piece and has it taken out of the box. */
export const collect = (site: Site, docket: string, person = '2001'): void => {
  drop(site, docket);
  take(site, docket, person);
};
/** Takes a piece out of the box it lies in. */
export const take = (site: Site, docket: string, person = '2001'): void => {
  const { department = '', compartment } = site.views.consignment(docket) ?? {};
  const taken = {
    compartment: compartment ?? '',
    session: 's',
    intent: 'i',
    signedBy: 'box' as const,
    department,
  };
  site.desk.append(
    [{ stream: `consignment:${docket}`, events: [{ type: 'ConsignmentCollected', payload: taken }] }],
    { ...by, actor: person },
  );
};
