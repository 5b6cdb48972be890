import { createServer, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { systemClock } from '#controller/adapters/system-clock.ts';
import { createDevices } from '#controller/devices/supervisor.ts';
import { createDesk } from '#controller/ledger/desk.ts';
import { createMemoryLedger } from '#controller/ledger/memory-ledger.ts';
import { benchSite } from '#tests/support/device-bench.ts';
import { until } from '#tests/support/until.ts';

const patient = 20_000;

it(
  'a serial server that died without a word is noticed by unanswered polls and used over a new connection',
  {
    timeout: 90_000,
  },
  async () => {
    // A closed door everywhere: `80 01 FF FF FF 33` and its check.
    const reply = Uint8Array.of(0x80, 0x01, 0xff, 0xff, 0xff, 0x33, 0x4d);
    const sockets: Socket[] = [];
    const dead = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => void (!dead.has(socket) && bytes[0] === 0x80 && socket.write(reply)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const ledger = createMemoryLedger({ site: 'bench' });
    const devices = createDevices({
      ...{ clock: systemClock, ledger, desk: createDesk(ledger, systemClock) },
      config: benchSite({ board: { link: `tcp://127.0.0.1:${port}` } }),
    });
    const online = (): boolean => devices.actuator.online('board');
    try {
      devices.start();
      await until('the board answers', online, patient);
      for (const socket of sockets) dead.add(socket);
      await until('the silence is noticed', () => !online(), patient);
      await until('a new connection is used', online, patient);
      expect(sockets).toHaveLength(2);
      await until(
        'its doors are known again',
        () => devices.actuator.door('A3', 'front') === 'closed',
        patient,
      );
    } finally {
      await devices.stop();
      sockets.forEach((socket) => socket.destroy());
      await new Promise<void>((resolve) => server.close(() => resolve()));
    }
  },
);
