import { registerDocument } from '#controller/commands/register-document.ts';
import { registerPerson } from '#controller/commands/people.ts';
import { siteMessages, type MessageDeps } from '#controller/composition/messages.ts';
import { siteConfig, type SiteConfig } from '#controller/config-schema.ts';
import { createContacts } from '#controller/ledger/contacts.ts';
import type { Channel, OutgoingMessage, SendOutcome } from '#controller/ports/channel.ts';
import type { OpenClock, OpenClocks } from '#controller/ports/open-clocks.ts';
import { by, demoConfig, documentBody, makeSite, seed, type Site } from './api-site.ts';

/** A channel that answers what the test says, and remembers what it heard. */
export class FakeChannel implements Channel {
  readonly id: string;
  readonly personal: Channel['personal'];
  readonly perMinute: number | null;
  readonly heard: OutgoingMessage[] = [];
  /** Asked at each attempt; `hang` never answers until the channel is closed. */
  answer: (message: OutgoingMessage) => SendOutcome | 'hang' = () => ({ ok: true });
  #release: (outcome: SendOutcome) => void = () => undefined;

  constructor(id: string, personal: Channel['personal'] = null, perMinute: number | null = null) {
    this.id = id;
    this.personal = personal;
    this.perMinute = perMinute;
  }

  send(message: OutgoingMessage): Promise<SendOutcome> {
    this.heard.push(message);
    const outcome = this.answer(message);
    return outcome === 'hang'
      ? new Promise((resolve) => (this.#release = resolve))
      : Promise.resolve(outcome);
  }
  release(outcome: SendOutcome = { ok: true }): void {
    this.#release(outcome);
  }
  close(): void {
    this.#release(down);
  }
  /** What each attempt was about. */
  get dockets(): readonly (readonly string[])[] {
    return this.heard.map(({ event }) => event.data['dockets'] as string[]);
  }
}
export const down: SendOutcome = { ok: false, fault: 'unreachable', why: 'ECONNREFUSED' };
export const no: SendOutcome = { ok: false, fault: 'refused', why: 'error 93000' };

/** Clocks as the test sets them; what is collected has none. */
export class FakeClocks implements OpenClocks {
  readonly rows: OpenClock[] = [];
  readonly missed: { department: string; from: string; to: string; sequence: number }[] = [];
  readonly daysOff = new Set<string>();
  readonly #site: () => Site;

  constructor(site: () => Site) {
    this.#site = site;
  }
  #running(): OpenClock[] {
    return this.rows.filter(({ docket }) => this.#site().views.consignment(docket)?.state === 'deposited');
  }
  upTo(
    moment: 'remind' | 'due',
    instant: string,
    after: string | null = null,
    which: 'all' | 'urgent' = 'all',
  ): OpenClock[] {
    return this.#running()
      .filter((row) => at(row, moment) <= instant && at(row, moment) > (after ?? ''))
      .filter(({ urgency }) => which === 'all' || (urgency !== 'none' && urgency !== 'pingji'));
  }
  next(moment: 'remind' | 'due', after: string): string | null {
    return (
      this.#running()
        .map((row) => at(row, moment))
        .filter((one) => one > after)
        .sort()[0] ?? null
    );
  }
  of(docket: string): OpenClock[] {
    return this.#running().filter((row) => row.docket === docket);
  }
  missedVisits({ from, to }: { from: string; to: string }) {
    return this.missed.filter((one) => one.to >= from && one.to < to);
  }
  isWorkingDay(date: string): boolean {
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
    return weekday !== 0 && weekday !== 6 && !this.daysOff.has(date);
  }
}
const at = (row: OpenClock, moment: 'remind' | 'due'): string => (moment === 'due' ? row.due : row.remindAt);

/** A site whose configuration names these channels; all but those of kind `email` and `sms` go to groups. */
export const channelsConfig = (channels: readonly object[], chasing: object = {}): SiteConfig => {
  const plain = demoConfig();
  return siteConfig.parse({ ...plain, channels, policies: { ...plain.policies, chasing } });
};
export const hook = { id: 'hook', kind: 'wecom', urlEnv: 'HOOK' };
export const mail = {
  id: 'mail',
  kind: 'email',
  host: 'localhost',
  security: 'none',
  from: 'box@example.org',
};

export interface MessageSite extends Site {
  readonly clocks: FakeClocks;
  readonly failures: Readonly<Record<string, unknown>>[];
}
/** Two departments; nobody and no channel but what the test adds. */
export const messageSite = (config: SiteConfig, more: Parameters<typeof makeSite>[0] = {}): MessageSite => {
  const site = makeSite({ ...more, config });
  if (site.ledger.head().sequence === 0) seed(site);
  const whole: MessageSite = { ...site, clocks: new FakeClocks(() => whole), failures: [] };
  return whole;
};
/** Starts everything that tells people something. */
export const startMessages = (
  site: MessageSite,
  channels: readonly Channel[],
  change: Partial<MessageDeps> = {},
) => {
  const messages = siteMessages({
    ...{ ...site, channels },
    onFailure: (failure) => void site.failures.push(failure),
    onTrouble: (error) => {
      throw error;
    },
    ...change,
  });
  messages.start();
  return messages;
};

let count = 0;
type Urgency = 'none' | 'jiaji' | 'teji' | 'pingji' | 'teti';
/** A document for one department; answers its docket codes. */
export const register = (site: Site, department = 'bgs', urgency: Urgency = 'none', copies = 1): string[] => {
  const { secrecy: _, ...fields } = documentBody({ number: `号〔2026〕${++count}号` });
  const document = { ...fields, urgency, barcode: null, oaId: null, way: 'api' as const, oddities: [] };
  const made = registerDocument(site, { ...document, recipients: [{ department, copies }] }, by);
  if (!made.ok) throw new Error(made.refusal.code);
  return [...made.value.dockets];
};
const visit = { compartment: 'A01', session: 's', intent: 'i' };
export const deposit = (site: Site, docket: string): number => {
  const { events } = site.desk.append(
    [
      {
        stream: `consignment:${docket}`,
        events: [{ type: 'ConsignmentDeposited', payload: { ...visit, counted: 'sensor' } }],
      },
    ],
    by,
  );
  return events.at(-1)?.sequence ?? 0;
};
export const collect = (site: Site, docket: string): void =>
  void site.desk.append(
    [
      {
        stream: `consignment:${docket}`,
        events: [{ type: 'ConsignmentCollected', payload: { ...visit, signedBy: 'box', department: 'bgs' } }],
      },
    ],
    by,
  );

/** Puts a piece into a box with a clock that is due so many minutes from now; reminded `remind` minutes before. */
export const waiting = (
  site: MessageSite,
  { department = 'bgs', urgency = 'teji' as Urgency, minutes = 30, remind = 10 } = {},
): string => {
  const [docket = ''] = register(site, department, urgency);
  const since = deposit(site, docket);
  const due = site.clock.now() + minutes * 60_000;
  site.clocks.rows.push({
    ...{ docket, department, urgency, since, clock: 'sign-for' },
    document: site.views.consignment(docket)?.document ?? '',
    due: new Date(due).toISOString(),
    remindAt: new Date(due - remind * 60_000).toISOString(),
  });
  return docket;
};

export const person = (
  site: Site,
  number: string,
  roles: readonly ('collector' | 'supervisor')[],
  departments: readonly string[] = [],
): void => {
  const details = { name: `名${number}`, roles: [...roles], departments: [...departments], standsInFor: [] };
  registerPerson(site, number, details, by);
  createContacts(site.secrets).set(number, 'email', `${number}@example.org`);
};

/** What was decided and what became of it. */
export const outcomes = (site: Site): string[] =>
  site.ledger
    .read(0, 1000)
    .filter(({ stream }) => stream.startsWith('message:'))
    .map(({ type }) => type.replace('Message', ''));
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
