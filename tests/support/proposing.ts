import { propose, type ProposedFile } from '#controller/commands/proposals/propose.ts';
import type { MoreNames } from '#controller/commands/proposals/field-names.ts';
import { readFound } from '#controller/commands/proposals/read-found.ts';
import type { Proposal } from '#controller/commands/proposals/proposal.ts';
import { FileFault } from '#controller/commands/packages/fault.ts';
import { by, makeSite, seed, type Site } from './api-site.ts';

/** A small site that reads files; two departments are known: 市政府办公室 (bgs) and 市发展和改革委员会 (fgw). */
export const proposingSite = () => {
  const site: Site = makeSite();
  seed(site);
  const read = (bytes: Uint8Array, names: MoreNames = {}): ProposedFile =>
    propose(site, bytes, readFound(bytes, names), { by, person: '1001' });
  return {
    site,
    read,
    /** The proposals of a file that must be readable. */
    proposals(bytes: Uint8Array, names?: MoreNames): readonly Proposal[] {
      const file = read(bytes, names);
      if (!file.ok) throw new Error(file.why);
      return file.proposals;
    },
    /** Why a file cannot be read: code, place, value. */
    fault(bytes: Uint8Array): readonly string[] {
      try {
        read(bytes);
      } catch (error) {
        if (error instanceof FileFault) return [error.code, error.place, error.value];
        throw error;
      }
      return [];
    },
    refusals: () => site.ledger.read(0, 10_000).filter(({ type }) => type === 'ClassifiedRefused'),
  };
};
export const codes = (odd: Proposal['number']['odd']): string[] => odd.map(({ code }) => code);
