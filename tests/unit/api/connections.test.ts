import { EventEmitter } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { limitConnections } from '#controller/api/http/connections.ts';

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.removeAllListeners()));

/** A server that never listens, and what a connection from an address looks like to it. */
const limited = (limits: { ofOne: number; ofAll: number }) => {
  const server = createServer();
  server.removeAllListeners('connection');
  servers.push(server);
  limitConnections(server, limits);
  return (remoteAddress: string) => {
    const socket = Object.assign(new EventEmitter(), {
      remoteAddress,
      destroyed: false,
      destroy: () => void (socket.destroyed = true),
    });
    server.emit('connection', socket);
    return socket;
  };
};

it('an address has so many connections and no more, until one of them is closed', () => {
  const connect = limited({ ofOne: 2, ofAll: 100 });
  const [first, second, third] = [connect('10.0.0.1'), connect('::ffff:10.0.0.1'), connect('10.0.0.1')];
  expect([first, second, third].map(({ destroyed }) => destroyed)).toEqual([false, false, true]);
  expect(connect('10.0.0.2').destroyed).toBe(false);
  third.emit('close');
  expect(connect('10.0.0.1').destroyed).toBe(true);
  first.emit('close');
  expect(connect('10.0.0.1').destroyed).toBe(false);
});

it('many addresses together have so many and no more, and a network of one machine counts as one', () => {
  const connect = limited({ ofOne: 2, ofAll: 3 });
  const flood = Array.from({ length: 5 }, (_, i) => connect(`10.0.1.${i}`));
  expect(flood.filter(({ destroyed }) => !destroyed)).toHaveLength(3);
  const other = limited({ ofOne: 2, ofAll: 100 });
  const same = Array.from({ length: 5 }, (_, i) => other(`2001:db8:1:2::${i + 1}`));
  expect(same.filter(({ destroyed }) => !destroyed)).toHaveLength(2);
});

it('the kiosk of this machine gets in during a flood', () => {
  const connect = limited({ ofOne: 1, ofAll: 1 });
  connect('10.0.0.1');
  for (const own of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '127.0.0.1'])
    expect(connect(own).destroyed).toBe(false);
  expect(connect('10.0.0.9').destroyed).toBe(true);
});
