import type { Server } from 'node:http';
import { isLoopbackAddress, networkOf } from './network.ts';

/** Connections at once: an office behind one address, and a building; far below the files a process may open. */
const MOST = { ofOne: 500, ofAll: 2000 };

/**
 * Closes connections beyond a number at once, so that a flood takes neither memory nor the files that ledger and serial
 * lines need. This machine's own are not counted: the kiosk always gets in.
 */
export const limitConnections = (server: Server, { ofOne, ofAll } = MOST): void => {
  const open = new Map<string, number>();
  let all = 0;
  server.on('connection', (socket) => {
    const address = socket.remoteAddress ?? '';
    if (isLoopbackAddress(address)) return;
    const network = networkOf(address);
    const here = open.get(network) ?? 0;
    if (here >= ofOne || all >= ofAll) {
      socket.destroy();
      return;
    }
    open.set(network, here + 1);
    all++;
    socket.once('close', () => {
      all--;
      const left = (open.get(network) ?? 1) - 1;
      if (left > 0) open.set(network, left);
      else open.delete(network);
    });
  });
};
