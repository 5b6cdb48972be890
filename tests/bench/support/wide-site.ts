import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '#controller/adapters/system-clock.ts';
import { systemEntropy } from '#controller/adapters/system-entropy.ts';
import { siteConfig } from '#controller/config-schema.ts';
import { createDevices } from '#controller/devices/supervisor.ts';
import { makeDocketCode } from '#controller/domain/docket-code.ts';
import type { StreamId } from '#controller/domain/event.ts';
import type { EventDraft } from '#controller/domain/events.ts';
import { createDesk } from '#controller/ledger/desk.ts';
import { openLedger } from '#controller/ledger/open-ledger.ts';
import { noSlotCounter } from '#controller/ports/slot-counter.ts';
import { createStations } from '#controller/stations/stations.ts';
import { createReadModels, projections } from '#controller/views/read-models.ts';
import { openLink } from '#drivers/links/open-link.ts';
import { busDriverOf } from '#drivers/registry.ts';
import { startNode } from '../../support/child.ts';

/** Eleven boards of 48 locks on four lines: 512 doors. */
export const DOORS = 512;
const BOARDS = [3, 3, 3, 2] as const;
export const BAUD = 19_200;
/** Bytes of a CU48's status request and reply. */
const EXCHANGE = 6 + 18;
const DAY = 86_400;

/** What one read of a board takes on the bare wire, ms. */
export const readMs = (EXCHANGE * 10 * 1000) / BAUD;

export interface Heard {
  /** A reply of this board has come in to its last byte. */
  reply(line: number, board: number, at: number): void;
  /** An open frame has been handed to the line to its last byte. */
  opened(at: number): void;
}

/** A big cabinet on four paced lines, and the controller's own parts above them. */
export const wideSite = async (dir: string, heard: Heard) => {
  const child = startNode([
    join(import.meta.dirname, '..', '..', 'support', 'paced-boards-child.ts'),
    ...[String(BAUD), ...BOARDS.map(String)],
  ]);
  const paths = JSON.parse(await child.line((line) => line.startsWith('['))) as string[];
  const boards = BOARDS.flatMap((count, line) =>
    Array.from({ length: count }, (_, address) => ({ line, address })),
  );
  const config = siteConfig.parse({
    site: { id: 'bench', name: 'bench' },
    devices: boards.map(({ line, address }, n) => ({
      ...{ id: `board-${n}`, kind: 'lock-board/kerong-cu48', address, feedback: 'closed_when_set' },
      ...{ link: `serial:${paths[line]}?baud=${BAUD}`, supply: `supply-${n}`, pulsesPerMinute: 60 },
    })),
    cabinets: [
      {
        ...{ id: 'A', name: 'A', stations: [{ id: 'front', name: 'front', flows: ['drop'] }] },
        compartments: Array.from({ length: DOORS }, (_, i) => ({
          ...{ id: `A${i + 1}`, number: i + 1, usage: 'department', department: `d${i + 1}` },
          // Neighbours in the list hang on different boards: no supply is asked twice in a row.
          lock: {
            front: { device: `board-${i % boards.length}`, channel: Math.floor(i / boards.length) + 1 },
          },
        })),
      },
    ],
    policies: {
      timings: {
        openWindow: 10,
        idleSignOut: DAY,
        absoluteSignOut: DAY,
        nothingDropped: DAY,
        doorNotClosed: DAY,
      },
    },
  });
  const gapMs = busDriverOf('lock-board/kerong-cu48').timings(config.devices[0] as never).gapMs;
  const ledger = openLedger({ dataDir: join(dir, 'data'), site: 'bench', projections });
  const desk = createDesk(ledger, systemClock);
  const views = createReadModels(ledger.db);
  const devices = createDevices({
    ...{ config, clock: systemClock, desk, ledger },
    openLink(url, clock) {
      const made = openLink(url, clock);
      if (!made.ok) return made;
      const line = paths.findIndex((path) => url.includes(`${path}?`));
      const opener: typeof made.opener = async (timeoutMs) => {
        const opened = await made.opener(timeoutMs);
        if (!opened.ok) return opened;
        const { link } = opened;
        let length = 0;
        link.onBytes((bytes) => {
          // One request is in flight: eighteen bytes are one reply, its second byte the board.
          if (length === 0) board = bytes[1] ?? board;
          length += bytes.length;
          if (length < 18) return;
          length = 0;
          heard.reply(line, board, performance.now());
        });
        let board = 0;
        const write: typeof link.write = async (bytes, limit) => {
          if (bytes[3] === 0x60) board = bytes[1] ?? 0;
          const outcome = await link.write(bytes, limit);
          if (bytes[3] === 0x61) heard.opened(performance.now());
          return outcome;
        };
        return { ok: true, link: { ...link, write } };
      };
      return { ok: true, opener };
    },
  });
  const append = (stream: StreamId, ...events: EventDraft[]): void =>
    void desk.append([{ stream, events }], { actor: 'system', station: null, cause: 'bench' });
  let loaded = false;
  const all = config.cabinets.flatMap((cabinet) => cabinet.compartments.map(({ id }) => id));
  const urgent = (ids: readonly string[]): void => devices.actuator.urgent(loaded ? all : ids);
  const person = {
    number: '1',
    name: 'bench',
    roles: ['messenger' as const],
    departments: ['d1'],
    standsInFor: [],
  };
  const stations = createStations({
    ...{ config, clock: systemClock, entropy: systemEntropy, ledger, desk, views, counter: noSlotCounter },
    actuator: { ...devices.actuator, urgent },
    signIn: {
      byPin: () => Promise.resolve({ ok: true, person, method: 'pin' }),
      byCard: () => Promise.resolve({ ok: true, person, method: 'card' }),
      byBadge: () => Promise.resolve({ ok: true, person, method: 'badge' }),
      isBadge: () => false,
    },
    registrar: { registerFromRecord: () => ({ ok: false, refusal: { code: 'none', values: {} } }) },
    classifiedHash: () => '',
    devices: () => devices.health(),
    onError: (error) => {
      throw error;
    },
  });
  devices.start();
  stations.start();
  const station = stations.get('front');
  if (!station) throw new Error('the bench has no station');
  while (!all.every((id) => devices.actuator.door(id, 'front') === 'closed'))
    await new Promise((resolve) => setTimeout(resolve, 20));
  return {
    ...{ station, desk, devices, ledger, boards, gapMs },
    /** Everything is read as often as the lines allow, or only what is needed. */
    load(on: boolean): void {
      loaded = on;
      urgent([]);
    },
    /** The departments, a messenger, and the document of which everybody gets a copy. */
    setUp(): void {
      for (let i = 1; i <= DOORS; i++)
        append(`department:d${i}`, {
          type: 'DepartmentRegistered',
          payload: { name: `d${i}`, aliases: [] },
        });
      const { number: _number, ...messenger } = person;
      append('person:1', { type: 'PersonRegistered', payload: messenger });
      append('document:bench', {
        type: 'DocumentRegistered',
        payload: {
          ...{ number: '1', title: '1', issuers: ['1'], kind: '通知', urgency: 'none', pages: null },
          ...{ writtenOn: null, barcode: null, oaId: null, way: 'api', oddities: [] },
        },
      });
    },
    /** Registers one piece for each of so many departments in turn. */
    pieces(count: number, from: number): string[] {
      return Array.from({ length: count }, (_, n) => {
        const docket = makeDocketCode(systemEntropy.bytes(16));
        const department = `d${((from + n) % DOORS) + 1}`;
        const payload = { document: 'bench', department, copy: from + n + 1, copies: 500 };
        append(`consignment:${docket}`, { type: 'ConsignmentRegistered', payload });
        return docket;
      });
    },
    async stop() {
      stations.close();
      await devices.stop();
      ledger.close();
      await child.end();
      rmSync(dir, { recursive: true, force: true });
    },
  };
};
