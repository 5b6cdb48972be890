import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { readToken } from '../commands/tokens.ts';
import type { StreamKind } from '../domain/event.ts';
import type { AnyStoredEvent } from '../ports/ledger.ts';
import type { ApiDeps } from './http/deps.ts';
import { hostAllowed, isLocal, originAllowed } from './http/origin.ts';
import { sessionIdIn, type OfficeSessions } from './http/sessions.ts';

/** Which list of the office page an event touches. */
const TOPICS: Readonly<Record<StreamKind, string>> = {
  document: 'documents',
  consignment: 'consignments',
  department: 'departments',
  person: 'people',
  compartment: 'compartments',
  session: 'stations',
  station: 'stations',
  site: 'site',
  device: 'devices',
  'label-template': 'label-templates',
  'print-job': 'print-jobs',
  'print-batch': 'print-jobs',
  receipt: 'receipts',
  difference: 'reconciliation',
  'daily-sheet': 'reconciliation',
  scan: 'scans',
  message: 'messages',
  'list-book': 'lists',
  list: 'lists',
  'dispatch-catalogue': 'registers',
  webhook: 'webhooks',
  bundle: 'bundles',
  recall: 'recalls',
  destruction: 'destructions',
  'stock-take': 'stock-takes',
};

const topicsOf = (events: readonly AnyStoredEvent[]): string[] => [
  ...new Set(events.map((event) => TOPICS[event.stream.slice(0, event.stream.indexOf(':')) as StreamKind])),
];

/**
 * State, never commands: `/stations` (auth `{ station }`) sends `snapshot`, `/office` (the page's cookie) sends
 * `changed` `{ sequence, topics }`. Whatever a client sends is ignored. Returns how to stop: pages see
 * their line break, and come back by themselves.
 */
export const attachSocket = (server: HttpServer, deps: ApiDeps, sessions: OfficeSessions): (() => void) => {
  const io = new Server(server, {
    path: '/socket.io',
    serveClient: false,
    maxHttpBufferSize: 16_384,
    connectTimeout: 10_000,
    allowRequest: (request, decide) =>
      decide(
        null,
        originAllowed(request) &&
          hostAllowed(request.headers.host, deps.config.server.host, deps.hostNames ?? []),
      ),
  });
  const stations = io.of('/stations');
  const office = io.of('/office');
  stations.use((socket, next) => next(stationRefusal(socket, deps)));
  stations.on('connection', (socket) => {
    const { station } = socket.handshake.auth as { station: string };
    void socket.join(station);
    socket.emit('snapshot', deps.stations.get(station)?.snapshot());
  });
  const alive = (socket: Socket): boolean => {
    const id = sessionIdIn(socket.request.headers.cookie);
    const number = id === undefined ? undefined : sessions.peek(id);
    const person = number === undefined ? undefined : deps.views.person(number);
    return person !== undefined && !person.disabled;
  };
  office.use((socket, next) => next(alive(socket) ? undefined : new Error('sign-in-required')));
  office.on('connection', (socket) => {
    socket.emit('changed', { sequence: deps.ledger.head().sequence, topics: [] });
  });
  const stops = [
    ...[...deps.stations].map(([id, door]) =>
      door.onSnapshot((snapshot) => void stations.to(id).emit('snapshot', snapshot)),
    ),
    deps.ledger.onAppended((events) => {
      if (office.sockets.size === 0) return;
      const changed = { sequence: events.at(-1)?.sequence ?? 0, topics: topicsOf(events) };
      for (const socket of office.sockets.values())
        if (alive(socket)) socket.emit('changed', changed);
        else socket.disconnect(true);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    // The lines only: `io.close` ends the HTTP server too, in the middle of its answers.
    io.engine.close();
  };
};

const stationRefusal = (socket: Socket, deps: ApiDeps): Error | undefined => {
  const { station, token } = socket.handshake.auth as { station?: unknown; token?: unknown };
  if (typeof station !== 'string' || !deps.stations.has(station)) return new Error('no-such');
  if (isLocal(socket.request)) return undefined;
  const info = typeof token === 'string' ? readToken(deps.secrets, token) : undefined;
  return info?.role === 'kiosk' ? undefined : new Error('sign-in-required');
};
