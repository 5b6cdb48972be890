import type { PayloadOf } from '../domain/events.ts';
import type { OfficialRecord, Oddity } from '../domain/official-record.ts';

/** What a station’s configuration names; tasks come with the roles of who is signed in. */
export type FlowName = 'drop' | 'pickup';
export type Choice = PayloadOf<'FlowChosen'>['flow'];
export type PrintChoice = PayloadOf<'SessionEnded'>['print'];

/** Who signed in, with roles and departments as they stand. */
export interface Person extends PayloadOf<'PersonRegistered'> {
  readonly number: string;
}

/** What was scanned or typed, already recognised. Of a classified record only a keyed hash gets this far. */
export type Scanned =
  | { readonly kind: 'docket'; readonly docket: string }
  | { readonly kind: 'record'; readonly record: OfficialRecord; readonly oddities: readonly Oddity[] }
  | { readonly kind: 'classified'; readonly hash: string }
  | { readonly kind: 'other' };

/** Everything that can happen to a station. Observations are in the ledger before they arrive here. */
export type Input =
  | {
      readonly type: 'signed-in';
      /** Id of the session to start. */
      readonly session: string;
      readonly person: Person;
      readonly method: PayloadOf<'SessionStarted'>['method'];
    }
  | { readonly type: 'choose-flow'; readonly flow: Choice }
  | { readonly type: 'scan'; readonly scanned: Scanned }
  | { readonly type: 'confirm-count'; readonly dockets: readonly string[] }
  | { readonly type: 'retry-open' }
  | { readonly type: 'give-up-open' }
  | { readonly type: 'open-boxes'; readonly compartments: readonly string[] }
  | {
      readonly type: 'refuse';
      readonly docket: string;
      readonly reason: PayloadOf<'ConsignmentRefused'>['reason'];
      readonly note: string | null;
    }
  | { readonly type: 'acknowledge-alarm'; readonly alarm: string }
  | {
      readonly type: 'register';
      readonly recipients: readonly { readonly department: string; readonly copies: number }[];
    }
  /** The answer to the `register` effect. */
  | { readonly type: 'registered'; readonly dockets: readonly string[] }
  | { readonly type: 'discard-record' }
  | { readonly type: 'finish'; readonly print: PrintChoice }
  | { readonly type: 'touch' }
  | {
      readonly type: 'door';
      readonly compartment: string;
      readonly seen: 'open' | 'closed' | 'unknown';
      readonly intent: string | null;
      readonly forced: boolean;
    }
  | { readonly type: 'bin'; readonly compartment: string; readonly seen: 'occupied' | 'empty' }
  /** A piece went through the slot; `out`: back out. */
  | { readonly type: 'count'; readonly compartment: string; readonly direction: 'in' | 'out' }
  /** Something may have passed the slot uncounted. */
  | { readonly type: 'count-doubted'; readonly compartment: string }
  | { readonly type: 'slot-blocked'; readonly compartment: string }
  | { readonly type: 'outcome'; readonly compartment: string; readonly intent: string }
  /** Time passed: some deadline may be due. */
  | { readonly type: 'tick' }
  /** The controller started again; the state was folded from the ledger. */
  | { readonly type: 'resume' };

export type InputType = Input['type'];
