import type { z } from 'zod';
import * as box from './catalogue/box.ts';
import * as custody from './catalogue/custody.ts';
import * as clocks from './catalogue/clocks.ts';
import * as directory from './catalogue/directory.ts';
import * as evidence from './catalogue/evidence.ts';
import * as labels from './catalogue/labels.ts';
import * as lists from './catalogue/lists.ts';
import * as messages from './catalogue/messages.ts';
import * as oa from './catalogue/oa.ts';
import * as papers from './catalogue/papers.ts';
import * as people from './catalogue/people.ts';
import * as printing from './catalogue/printing.ts';
import * as reconciliation from './catalogue/reconciliation.ts';
import * as reach from './catalogue/reach.ts';
import * as scans from './catalogue/scans.ts';
import * as session from './catalogue/session.ts';
import * as signing from './catalogue/signing.ts';
import * as undertakings from './catalogue/undertakings.ts';
import * as webhooks from './catalogue/webhooks.ts';
import type { StreamKind } from './event.ts';

/** What a catalogue module exports besides enums. */
type Definitions<M> = Extract<M[keyof M], { readonly stream: StreamKind; readonly type: string }>;
type AnyDefinition =
  | Definitions<typeof box>
  | Definitions<typeof custody>
  | Definitions<typeof clocks>
  | Definitions<typeof directory>
  | Definitions<typeof evidence>
  | Definitions<typeof labels>
  | Definitions<typeof lists>
  | Definitions<typeof messages>
  | Definitions<typeof oa>
  | Definitions<typeof papers>
  | Definitions<typeof people>
  | Definitions<typeof printing>
  | Definitions<typeof reconciliation>
  | Definitions<typeof reach>
  | Definitions<typeof scans>
  | Definitions<typeof session>
  | Definitions<typeof signing>
  | Definitions<typeof undertakings>
  | Definitions<typeof webhooks>;

/** Name of every event in the catalogue. */
export type EventType = AnyDefinition['type'];
type DefinitionOf<T extends EventType> = Extract<AnyDefinition, { type: T }>;
export type PayloadOf<T extends EventType> = z.output<DefinitionOf<T>['payload']>;

/** An event as a decider makes it: what became true, not yet when and where. */
export type EventDraft<T extends EventType = EventType> = {
  [K in T]: { readonly type: K; readonly payload: PayloadOf<K> };
}[T];

const isDefinition = (value: unknown): value is AnyDefinition =>
  typeof value === 'object' && value !== null && 'payload' in value && 'stream' in value;

/** The event catalogue, by name. */
export const catalogue: ReadonlyMap<EventType, AnyDefinition> = new Map(
  [
    ...[box, clocks, custody, directory, evidence, labels, lists, messages, oa, papers, people, printing],
    ...[reach, reconciliation, scans, session, signing, undertakings, webhooks],
  ]
    .flatMap((part) => Object.values(part) as unknown[])
    .filter(isDefinition)
    .map((definition) => [definition.type, definition]),
);
