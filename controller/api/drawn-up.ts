import { hash } from 'node:crypto';
import { contentText } from '../domain/list-book.ts';
import type { PayloadOf } from '../domain/events.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { ListRow } from '../ports/read-models.ts';

/** What a list says, from its own stream; throws when it is not what the book's hash vouches for. */
export const drawnUp = (
  { ledger }: { readonly ledger: Pick<Ledger, 'stream'> },
  { number, content }: Pick<ListRow, 'number' | 'content'>,
): PayloadOf<'ListDrawnUp'> => {
  const drawn = ledger.stream(`list:${number}`).find((event) => event.type === 'ListDrawnUp')?.payload;
  if (!drawn || hash('sha256', contentText(drawn)) !== content)
    throw new Error(`list ${number} is not what the book says of it: verify the ledger`);
  return drawn;
};

/** Which repetition of a list a print job is: 0 the first print. Its ListReprinted stands before it in the ledger. */
export const copyPrinted = (
  { ledger }: { readonly ledger: Pick<Ledger, 'stream'> },
  job: { readonly subject: string; readonly reprintOf: string | null; readonly sequence: number },
): number =>
  job.reprintOf === null
    ? 0
    : ledger
        .stream(`list:${job.subject}`)
        .filter(({ type, sequence }) => type === 'ListReprinted' && sequence < job.sequence).length;
