import type { StreamId } from '#controller/domain/event.ts';
import type { EventDraft } from '#controller/domain/events.ts';
import { by, demoConfig, makeSite, type Site } from './api-site.ts';

export const HOUR = 3_600_000;
const MINUTE = 60_000;

const BOXES = 42;
const two = (n: number): string => String(n).padStart(2, '0');
/** Department `d07` has the box `B07`; `R01` takes returns, `O01` what goes out, `S01` is spare. */
const wideConfig = () =>
  demoConfig((demo) => {
    const [cabinet] = demo.cabinets;
    const [box] = cabinet?.compartments ?? [];
    if (!cabinet || !box) throw new Error('the demo has no box');
    const own = Array.from({ length: BOXES }, (_, i) => ({
      ...{ ...box, id: `B${two(i + 1)}`, number: i + 1, usage: 'department', department: `d${two(i + 1)}` },
    }));
    const { department: _, ...nobodys } = box;
    const others = [
      { ...nobodys, id: 'R01', number: 91, usage: 'returns' },
      { ...nobodys, id: 'S01', number: 92, usage: 'spare' },
      { ...nobodys, id: 'O01', number: 93, usage: 'outgoing' },
    ];
    return { ...demo, cabinets: [{ ...cabinet, compartments: [...own, ...others] }] };
  });

/** A site whose boxes are used by hand: every step is what a station would write. */
export const busySite = () => {
  const site = makeSite({ config: wideConfig() });
  for (let i = 1; i <= BOXES; i++)
    write(site, `department:d${two(i)}`, {
      type: 'DepartmentRegistered',
      payload: { name: `部门${i}`, aliases: [] },
    });
  let papers = 0;
  let visits = 0;
  const docket = (n: number): string => `D${String(n).padStart(15, '0')}`;
  /** A document with so many copies for one department; their codes. */
  const register = (department: string, copies = 1): string[] => {
    const document = `doc-${++papers}`;
    write(site, `document:${document}`, {
      type: 'DocumentRegistered',
      payload: {
        ...{
          number: `某政〔2026〕${papers}号`,
          title: '不外传',
          issuers: ['某市政府'],
          kind: '通知',
          urgency: 'none',
        },
        ...{ pages: 1, writtenOn: null, barcode: null, oaId: null, way: 'api', oddities: [] },
      },
    });
    return Array.from({ length: copies }, (_, i) => {
      const code = docket(papers * 100 + i);
      const payload = { document, department, copy: i + 1, copies };
      write(site, `consignment:${code}`, { type: 'ConsignmentRegistered', payload });
      write(site, `consignment:${code}`, { type: 'ConsignmentLabelled', payload: { job: `job-${code}` } });
      return code;
    });
  };
  /** One opening of a compartment, with what its sensors see. */
  const opening = (compartment: string, reason: 'drop' | 'pickup' | 'return'): string => {
    const intent = `intent-${++visits}`;
    const attempt = { intent, attempt: 1, door: 'front' } as const;
    const request = {
      ...attempt,
      session: `s-${visits}`,
      person: '2001',
      reason,
      device: 'board',
      channel: 1,
    };
    write(site, `compartment:${compartment}`, { type: 'OpenRequested', payload: request });
    write(site, `compartment:${compartment}`, {
      type: 'OpenAcknowledged',
      payload: { ...attempt, reply: '00' },
    });
    write(site, `compartment:${compartment}`, { type: 'DoorSeenOpen', payload: { door: 'front', intent } });
    return intent;
  };
  const closed = (
    compartment: string,
    intent: string,
    moved: readonly string[],
    counted: number | null,
  ): void => {
    write(site, `compartment:${compartment}`, { type: 'DoorSeenClosed', payload: { door: 'front', intent } });
    const settledBy = counted === null ? 'person' : 'sensor';
    write(site, `session:s-${visits}`, {
      type: 'VisitSettled',
      payload: { compartment, intent, moved: [...moved], left: [], counted, settledBy },
    });
  };
  const bin = (compartment: string, reading: 'Occupied' | 'Empty'): void =>
    write(site, `compartment:${compartment}`, { type: `BinSeen${reading}`, payload: {} });
  const drop = (
    compartment: string,
    pieces: readonly string[],
    counted: number | null = pieces.length,
  ): string => {
    const intent = opening(compartment, 'drop');
    for (const code of pieces)
      write(site, `consignment:${code}`, {
        type: 'ConsignmentDeposited',
        payload: { compartment, session: `s-${visits}`, intent, counted: 'sensor' },
      });
    bin(compartment, 'Occupied');
    closed(compartment, intent, pieces, counted);
    return intent;
  };
  const collect = (compartment: string, department: string, pieces: readonly string[]): void => {
    const intent = opening(compartment, 'pickup');
    for (const code of pieces)
      write(site, `consignment:${code}`, {
        type: 'ConsignmentCollected',
        payload: { compartment, session: `s-${visits}`, intent, signedBy: 'box', department },
      });
    bin(compartment, 'Empty');
    closed(compartment, intent, pieces, 0);
  };
  const handle = (code: string): void =>
    write(site, `consignment:${code}`, {
      type: 'ConsignmentHandled',
      payload: { instruction: null, result: null },
    });
  const refuse = (code: string): void =>
    write(site, `consignment:${code}`, {
      type: 'ConsignmentRefused',
      payload: { session: `s-${visits}`, reason: 'wrong-recipient', note: null },
    });
  const stockTake = (compartment: string, seen: Partial<Counted>): void => {
    const id = `take-${++visits}`;
    const payload = {
      compartment,
      intent: id,
      found: [],
      missing: [],
      unexpected: [],
      unreadable: 0,
      ...seen,
    };
    write(site, `stock-take:${id}`, { type: 'StockTakeCounted', payload });
  };
  const pass = (ms: number): Promise<void> => site.clock.advance(ms);
  return {
    ...{ site, register, opening, drop, collect, handle, refuse, bin, stockTake, pass, docket },
    write: (stream: string, event: EventDraft) => write(site, stream as StreamId, event),
    minutes: (n: number) => pass(n * MINUTE),
    hours: (n: number) => pass(n * HOUR),
    /** Looks, and tells what is open: code and what it is about. */
    open(): string[] {
      site.reconciliation.look();
      const { rows } = site.views.differences({ limit: 200 }, { state: 'open' });
      return rows.map(({ code, compartment, dockets }) => said(code, compartment, dockets)).sort();
    },
  };
};
export type BusySite = ReturnType<typeof busySite>;
interface Counted {
  readonly found: string[];
  readonly missing: string[];
  readonly unexpected: string[];
  readonly unreadable: number;
}

/** How a difference is written down in an expectation. */
export const said = (code: string, compartment: string | null, dockets: readonly string[]): string =>
  [code, compartment ?? '-', ...dockets.toSorted()].join(' ');

const write = (site: Site, stream: StreamId, event: EventDraft): void =>
  void site.desk.append([{ stream, events: [event] }], by);
