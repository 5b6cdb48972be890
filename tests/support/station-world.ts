import { createHash } from 'node:crypto';
import { makeDocketCode } from '#controller/domain/docket-code.ts';
import type { EventDraft } from '#controller/domain/events.ts';
import { createDesk } from '#controller/ledger/desk.ts';
import { createMemoryLedger } from '#controller/ledger/memory-ledger.ts';
import type { OpenLedger } from '#controller/ledger/open-ledger.ts';
import type { AnyStoredEvent } from '#controller/ports/ledger.ts';
import type { OpeningAsker } from '#controller/ports/opening-asker.ts';
import type { Registrar } from '#controller/ports/registrar.ts';
import type { Scan } from '#controller/ports/scanner.ts';
import type { SignIn, SignInAnswer } from '#controller/ports/sign-in.ts';
import type { SlotCounter } from '#controller/ports/slot-counter.ts';
import type { StationCommand, StationSnapshot } from '#controller/api/contract/station.ts';
import { createStations, type Station, type Stations } from '#controller/stations/stations.ts';
import { createReadModels, projections } from '#controller/views/read-models.ts';
import { FakeActuator } from './fake-actuator.ts';
import { ManualClock } from './manual-clock.ts';
import { DEPARTMENTS, PEOPLE, stationSite } from './station-site.ts';

/** Slot beams worked by hand. */
class FakeCounter implements SlotCounter {
  readonly at = new Set<string>();
  #onPiece = new Set<(count: { compartment: string; direction: 'in' | 'out' }) => void>();
  #onBlocked = new Set<(blocked: { compartment: string }) => void>();
  counts(id: string): boolean {
    return this.at.has(id);
  }
  onPiece(listener: (count: { compartment: string; direction: 'in' | 'out' }) => void): () => void {
    this.#onPiece.add(listener);
    return () => void this.#onPiece.delete(listener);
  }
  readonly #onDoubt = new Set<(doubt: { compartment: string }) => void>();
  onDoubt(listener: (doubt: { compartment: string }) => void): () => void {
    this.#onDoubt.add(listener);
    return () => void this.#onDoubt.delete(listener);
  }
  doubted(compartment: string): void {
    this.#onDoubt.forEach((tell) => tell({ compartment }));
  }
  onBlocked(listener: (blocked: { compartment: string }) => void): () => void {
    this.#onBlocked.add(listener);
    return () => void this.#onBlocked.delete(listener);
  }
  piece(compartment: string, direction: 'in' | 'out' = 'in'): void {
    this.#onPiece.forEach((tell) => tell({ compartment, direction }));
  }
  blocked(compartment: string): void {
    this.#onBlocked.forEach((tell) => tell({ compartment }));
  }
}

const by = { actor: 'system', station: null, cause: 'given' };
export const scanOf = (text: string): Scan => ({ bytes: new TextEncoder().encode(text), text, aim: null });

/** Stations over a ledger in memory, with doors, slots and people moved by the test. */
export class StationWorld {
  readonly clock = new ManualClock();
  readonly ledger: OpenLedger = createMemoryLedger({ site: 'test', projections });
  readonly views = createReadModels(this.ledger.db);
  readonly desk = createDesk(this.ledger, this.clock);
  readonly config: ReturnType<typeof stationSite>;
  readonly errors: unknown[] = [];
  readonly counter = new FakeCounter();
  actuator = new FakeActuator(this.desk, this.clock);
  stations: Stations;
  #ids = 0;
  #dockets = 0;

  readonly #openingAsker: OpeningAsker | undefined;

  constructor(timings: Record<string, number> = {}, openingAsker?: OpeningAsker) {
    this.#openingAsker = openingAsker;
    this.config = stationSite(timings);
    for (const [code, name] of Object.entries(DEPARTMENTS))
      this.given(`department:${code}`, { type: 'DepartmentRegistered', payload: { name, aliases: [] } });
    for (const [number, person] of Object.entries(PEOPLE))
      this.given(`person:${number}`, {
        type: 'PersonRegistered',
        payload: structuredClone(person) as never,
      });
    this.stations = this.#boot();
    for (const { id } of this.config.cabinets.flatMap((cabinet) => cabinet.compartments)) {
      this.actuator.read(id, 'closed');
      this.actuator.bin(id, 'empty');
    }
  }

  #boot(): Stations {
    const { clock, config, ledger, desk, views, actuator, counter } = this;
    const stations = createStations({
      ...{ clock, config, ledger, desk, views, actuator, counter },
      entropy: { bytes: (count) => new Uint8Array(count), id: () => `id-${++this.#ids}` },
      signIn: this.signIn,
      registrar: this.registrar,
      classifiedHash: (payload) => createHash('sha256').update(payload).digest('hex'),
      openingAsker: this.#openingAsker,
      devices: () => [],
      onError: (error) => void this.errors.push(error),
    });
    stations.start();
    return stations;
  }
  /** The controller is killed and started again; doors stand as they stood, unseen until read. */
  restart(): void {
    this.stations.close();
    this.actuator = new FakeActuator(this.desk, this.clock);
    this.stations = this.#boot();
  }

  readonly signIn: SignIn = {
    isBadge: (text) => text.startsWith('BADGE'),
    byPin: (_station, number) => Promise.resolve(this.#person(number, 'pin')),
    byCard: (_station, uid) => Promise.resolve(this.#person(uid, 'card')),
    byBadge: (_station, text) => Promise.resolve(this.#person(text.slice(5), 'badge')),
  };
  #person(number: string, method: 'pin' | 'card' | 'badge'): SignInAnswer {
    const person = this.views.person(number);
    return person ? { ok: true, method, person: { ...person } } : { ok: false, why: 'stranger' };
  }
  readonly registrar: Registrar = {
    registerFromRecord: (record, recipients) => {
      const unknown = recipients.find(({ department }) => !this.views.department(department));
      if (unknown) return { ok: false, refusal: { code: 'no-such-department', values: {} } };
      const dockets = recipients.flatMap(({ department, copies }) =>
        Array.from({ length: copies }, () =>
          this.piece(department, { number: record.number, barcode: record.barcode }),
        ),
      );
      return { ok: true, document: 'from-record', dockets };
    },
  };

  given(stream: Parameters<typeof this.ledger.stream>[0], ...events: EventDraft[]): void {
    this.desk.append([{ stream, events }], by);
  }
  /** A registered and labelled piece for a department: its docket code. */
  piece(department: string, of: { number?: string; barcode?: string | null } = {}): string {
    const n = ++this.#dockets;
    const docket = makeDocketCode(new Uint8Array(10).fill(n & 255).fill(n >> 8, 0, 3));
    const document = `document-${n}`;
    this.given(`document:${document}`, {
      type: 'DocumentRegistered',
      payload: {
        ...{ number: of.number ?? `N${n}`, title: 'Title', issuers: ['I'], kind: '通知', urgency: 'none' },
        ...{
          pages: null,
          writtenOn: null,
          barcode: of.barcode ?? null,
          oaId: null,
          way: 'api',
          oddities: [],
        },
      },
    });
    this.given(
      `consignment:${docket}`,
      { type: 'ConsignmentRegistered', payload: { document, department, copy: 1, copies: 1 } },
      { type: 'ConsignmentLabelled', payload: { job: `job-${n}` } },
    );
    return docket;
  }
  /** A piece that already lies in a box. */
  lying(department: string, compartment: string): string {
    const docket = this.piece(department);
    const payload = { compartment, session: 'earlier', intent: 'earlier', counted: 'person' } as const;
    this.given(`consignment:${docket}`, { type: 'ConsignmentDeposited', payload });
    this.actuator.bin(compartment, 'occupied');
    return docket;
  }

  station(id = 'front'): Station {
    const station = this.stations.get(id);
    if (!station) throw new Error(`no station ${id}`);
    return station;
  }
  async enter(number: string, station = 'front'): Promise<void> {
    this.station(station).card(number);
    await this.clock.advance(0);
  }
  scan(text: string, station = 'front'): void {
    this.station(station).scanned(scanOf(text));
  }
  /** Follows a command; the code of its refusal, or null. */
  async ask(command: StationCommand, station = 'front'): Promise<string | null> {
    const result = await this.station(station).command(command, { cause: `command-${++this.#ids}` });
    return result.ok ? null : result.refusal.code;
  }
  shown(station = 'front'): StationSnapshot {
    return this.station(station).snapshot();
  }
  get screen(): StationSnapshot['screen'] {
    return this.shown().screen;
  }
  get verdict(): string | undefined {
    return this.events('ScanJudged').at(-1)?.payload.verdict;
  }
  events<T extends AnyStoredEvent['type']>(type: T): Extract<AnyStoredEvent, { type: T }>[] {
    return this.ledger
      .read(0, 100_000)
      .filter((event): event is Extract<AnyStoredEvent, { type: T }> => event.type === type);
  }
  state(docket: string): string | undefined {
    return this.views.consignment(docket)?.state;
  }
  alarms(station = 'front'): string[] {
    return this.shown(station).alarms.map((alarm) => alarm.kind);
  }
  [Symbol.dispose](): void {
    this.stations.close();
    this.ledger.close();
  }
}
