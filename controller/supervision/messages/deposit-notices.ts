import type { MessageDetails, MessageSubject } from '../../domain/message.ts';
import type { Cancel, Clock } from '../../ports/clock.ts';
import { LedgerUnavailable, type AnyStoredEvent, type Ledger } from '../../ports/ledger.ts';
import type { ReadModels } from '../../ports/read-models.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { Outbox } from './outbox.ts';
import type { Reader } from './readers.ts';

/** How long further pieces of one drop are waited for before the department is told, ms. */
export const GATHER_MS = 5_000;
/** Rest when a decision could not be recorded, ms. */
const UNRECORDED_MS = 120_000;
/** Events read at once at the start; the cursor moves up at least that often. */
const PAGE = 1_000;
/** Most pieces of one message, as the event allows. */
export const MOST_PIECES = 500;
const CURSOR = 'messages:deposits';

export interface DepositNoticesDeps {
  readonly ledger: Pick<Ledger, 'read' | 'head' | 'onAppended'>;
  readonly views: Pick<ReadModels, 'consignment' | 'toldOf'>;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly outbox: Pick<Outbox, 'decide'>;
  readonly readers: (department: string) => readonly Reader[];
  readonly onTrouble: (error: unknown) => void;
}
interface Gathering {
  readonly pieces: Map<string, MessageSubject>;
  cancel: Cancel | null;
}

/**
 * Decides to tell departments of paper that was put into their boxes, all pieces of one drop together. What is to be
 * told follows from the ledger alone: deposits after the cursor of which nobody was told.
 */
export class DepositNotices {
  readonly #deps: DepositNoticesDeps;
  readonly #gathering = new Map<string, Gathering>();
  #unsubscribe: (() => void) | undefined;
  #seen = 0;
  #cursor = 0;

  constructor(deps: DepositNoticesDeps) {
    this.#deps = deps;
  }

  /** Takes up what was left over. A new site starts with what comes. */
  start(): void {
    const { ledger, secrets } = this.#deps;
    const stored = secrets.get(CURSOR);
    this.#seen = stored === undefined ? ledger.head().sequence : Number(stored);
    this.#cursor = this.#seen;
    if (stored === undefined) secrets.set(CURSOR, String(this.#seen));
    this.#unsubscribe = ledger.onAppended((events) => this.#follow(events));
    for (let page = ledger.read(this.#seen, PAGE); page.length > 0; page = ledger.read(this.#seen, PAGE))
      this.#follow(page);
  }

  stop(): void {
    this.#unsubscribe?.();
    for (const { cancel } of this.#gathering.values()) cancel?.();
  }

  #follow(events: readonly AnyStoredEvent[]): void {
    for (const { sequence, type, stream } of events) {
      if (sequence <= this.#seen) continue;
      this.#seen = sequence;
      if (type === 'ConsignmentDeposited') this.#deposited(stream.slice(stream.indexOf(':') + 1), sequence);
    }
    this.#moveUp();
  }

  #deposited(docket: string, since: number): void {
    const piece = this.#deps.views.consignment(docket);
    if (!piece) return;
    const { department, document } = piece;
    const gathering = this.#gathering.get(department) ?? { pieces: new Map(), cancel: null };
    this.#gathering.set(department, gathering);
    gathering.pieces.set(docket, { docket, document, clock: null, due: null, since });
    this.#schedule(department, gathering, GATHER_MS);
  }

  #schedule(department: string, gathering: Gathering, ms: number): void {
    gathering.cancel?.();
    gathering.cancel = this.#deps.clock.after(ms, () => this.#decide(department, gathering));
  }

  #decide(department: string, gathering: Gathering): void {
    const { views, outbox, readers, onTrouble } = this.#deps;
    try {
      const about = [...gathering.pieces.values()].filter(
        ({ docket, since }) =>
          views.consignment(docket)?.state === 'deposited' &&
          !views.toldOf(docket).some((told) => told.kind === 'deposited' && told.since === since),
      );
      outbox.decide(
        readers(department).flatMap(({ channel, person }) =>
          chunks(about).map((some): MessageDetails => ({
            ...{
              channel,
              person,
              department,
              kind: 'deposited',
              level: 'collector',
              occasion: '',
              about: some,
            },
          })),
        ),
      );
      this.#gathering.delete(department);
      this.#moveUp();
    } catch (error) {
      if (!(error instanceof LedgerUnavailable)) onTrouble(error);
      this.#schedule(department, gathering, UNRECORDED_MS);
    }
  }

  /** A cursor that lags costs reading, not telling twice: each move is a write of its own. */
  #moveUp(): void {
    if (this.#gathering.size > 0 || this.#seen - this.#cursor < PAGE) return;
    this.#cursor = this.#seen;
    this.#deps.secrets.set(CURSOR, String(this.#seen));
  }
}

/** In pieces that one message can hold; none for nothing. */
export const chunks = <Item>(items: readonly Item[]): Item[][] => {
  const found: Item[][] = [];
  for (let from = 0; from < items.length; from += MOST_PIECES)
    found.push(items.slice(from, from + MOST_PIECES));
  return found;
};
