import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../../ports/clock.ts';

/** How long answers under way are waited for at a stop, ms: a client that never finishes its request holds up nothing. */
const GRACE = 10_000;

/**
 * Answers how to end a server so that nobody's answer is broken off: connections that wait for no answer are closed at
 * once, the others as soon as theirs is given, all of them after ten seconds. (`server.close` would wait for each
 * kept-alive connection to be idle for the whole keep-alive time, and cuts off an answer the network is slow to take.)
 * Resolves when the last is closed. Goes before listeners that take requests out of the server's own hands: live lines
 * are not waited for.
 */
export const lastAnswers = (server: Server, clock: Clock): (() => Promise<void>) => {
  const sockets = new Set<Socket>();
  const underWay = new Map<ServerResponse, Socket>();
  let ended: (() => void) | null = null;
  server.on('connection', (socket) => {
    if (ended) return void socket.destroy();
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.prependListener('request', ({ socket }, response) => {
    underWay.set(response, socket);
    response.once('close', () => {
      underWay.delete(response);
      if (!ended) return;
      socket.destroySoon();
      if (underWay.size === 0) ended();
    });
  });
  return async () => {
    const given = new Promise<void>((resolve) => (ended = resolve));
    const cancel = clock.after(GRACE, () => ended?.());
    for (const response of underWay.keys())
      if (!response.headersSent) response.setHeader('Connection', 'close');
    const busy = new Set(underWay.values());
    for (const socket of sockets) if (!busy.has(socket)) socket.destroySoon();
    if (underWay.size === 0) ended?.();
    await given;
    cancel();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
};
