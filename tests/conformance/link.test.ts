import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '#controller/adapters/system-clock.ts';
import type { Link, LinkOpener } from '#drivers/link.ts';
import { memoryPair } from '#drivers/links/memory.ts';
import { openLink } from '#drivers/links/open-link.ts';
import { pseudoTerminal } from '#tests/support/pseudo-terminal.ts';
import { until } from '#tests/support/until.ts';

/** The far side of a line as a test sees it, over whatever stands behind the opener. */
interface Far {
  readonly open: LinkOpener;
  send(bytes: Uint8Array): void;
  received(): Buffer;
  /** The cable is pulled, the peer dies. */
  cut(): void | Promise<void>;
  dispose(): void | Promise<void>;
}

const opener = (url: string): LinkOpener => {
  const made = openLink(url, systemClock);
  if (!made.ok) throw new Error(made.fix);
  return made.opener;
};

const subjects: Record<string, () => Promise<Far>> = {
  memory: () => {
    const pair = memoryPair(systemClock);
    const got: Uint8Array[] = [];
    pair.far.onBytes((bytes) => got.push(bytes));
    return Promise.resolve({
      open: () => Promise.resolve({ ok: true, link: pair.near }),
      send: (bytes) => void pair.far.write(bytes),
      received: () => Buffer.concat(got),
      cut: () => pair.cut('pulled'),
      dispose: () => pair.cut('over'),
    });
  },
  tcp: async () => {
    const got: Uint8Array[] = [];
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket.on('error', () => undefined));
      socket.on('data', (bytes) => got.push(bytes));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const cut = (): void => sockets.forEach((socket) => socket.destroy());
    return {
      open: opener(`tcp://127.0.0.1:${port}`),
      send: (bytes) => void until('connected', () => sockets.length > 0).then(() => sockets[0]?.write(bytes)),
      received: () => Buffer.concat(got),
      cut,
      dispose: () => {
        cut();
        return new Promise((resolve) => server.close(() => resolve()));
      },
    };
  },
  serial: async () => {
    const terminal = await pseudoTerminal();
    return {
      open: opener(`serial:${terminal.path}?baud=9600`),
      send: (bytes) => terminal.send(bytes),
      received: () => terminal.received(),
      cut: () => terminal.cut(),
      dispose: () => terminal.cut(),
    };
  },
  /** A pseudo-terminal is a character device too: it stands in for /dev/usb/lp0. */
  file: async () => {
    const terminal = await pseudoTerminal();
    return {
      open: opener(`file:${terminal.path}`),
      send: (bytes) => terminal.send(bytes),
      received: () => terminal.received(),
      cut: () => terminal.cut(),
      dispose: () => terminal.cut(),
    };
  },
};

describe.each(Object.keys(subjects))('a %s link', (name) => {
  const leftOver: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of leftOver.splice(0).reverse()) await end();
  });
  const line = async (): Promise<{ far: Far; link: Link }> => {
    const far = await subjects[name]?.();
    if (!far) throw new Error(`no subject ${name}`);
    leftOver.push(() => far.dispose());
    const opened = await far.open();
    if (!opened.ok) throw new Error(opened.why);
    leftOver.push(() => opened.link.close());
    return { far, link: opened.link };
  };
  const everyByte = Uint8Array.from({ length: 256 }, (_, i) => i);

  it('carries every byte value out, in order and once', async () => {
    const { far, link } = await line();
    for (const part of [everyByte.subarray(0, 1), everyByte.subarray(1, 100), everyByte.subarray(100)])
      expect(await link.write(part)).toEqual({ kind: 'written' });
    await until('256 bytes arrived', () => far.received().length >= 256);
    expect([...far.received()]).toEqual([...everyByte]);
  });

  it('carries every byte value in, in order and once', async () => {
    const { far, link } = await line();
    const got: number[] = [];
    link.onBytes((bytes) => void got.push(...bytes));
    far.send(everyByte);
    await until('256 bytes arrived', () => got.length >= 256);
    expect(got).toEqual([...everyByte]);
  });

  it('keeps the order of writes that do not wait for each other', async () => {
    const { far, link } = await line();
    const outcomes = await Promise.all([...everyByte].map((byte) => link.write(Uint8Array.of(byte))));
    expect(outcomes.every((outcome) => outcome.kind === 'written')).toBe(true);
    await until('256 bytes arrived', () => far.received().length >= 256);
    expect([...far.received()]).toEqual([...everyByte]);
  });

  it('does not send what the caller changes after the call', async () => {
    const { far, link } = await line();
    const bytes = Uint8Array.of(1, 2, 3);
    const written = link.write(bytes);
    bytes.fill(0xff);
    await written;
    await until('3 bytes arrived', () => far.received().length >= 3);
    expect([...far.received()]).toEqual([1, 2, 3]);
  });

  it('says once why it closed, when the other side is gone, to early and late listeners', async () => {
    const { far, link } = await line();
    const why: string[] = [];
    link.onClosed((reason) => why.push(reason));
    await far.cut();
    await until('closed', () => why.length > 0);
    const late = await new Promise<string>((resolve) => link.onClosed(resolve));
    expect(late).toBe(why[0]);
    await link.close();
    expect(why).toHaveLength(1);
  });

  it('takes nothing after it closed, and says that certainly nothing left', async () => {
    const { link } = await line();
    await link.close();
    expect(await link.write(Uint8Array.of(1))).toMatchObject({ kind: 'not-sent' });
  });

  it('delivers nothing after it closed', async () => {
    const { far, link } = await line();
    const got: number[] = [];
    link.onBytes((bytes) => void got.push(...bytes));
    await link.close();
    far.send(everyByte);
    await until('some turns passed', turns(5));
    expect(got).toEqual([]);
  });

  it('can be closed twice, also while a write is pending, which then resolves', async () => {
    const { link } = await line();
    const pending = link.write(everyByte);
    const closed = Promise.all([link.close(), link.close()]);
    expect(['written', 'unknown', 'not-sent']).toContain((await pending).kind);
    await closed;
  });

  it('no longer calls a listener that was taken off', async () => {
    const { far, link } = await line();
    const [kept, dropped]: [number[], number[]] = [[], []];
    link.onBytes((bytes) => void kept.push(...bytes));
    link.onBytes((bytes) => void dropped.push(...bytes))();
    far.send(everyByte);
    await until('256 bytes arrived', () => kept.length >= 256);
    expect(dropped).toEqual([]);
  });
});

const turns = (n: number) => (): boolean => n-- <= 0;

describe('an opener says what is wrong and what to do', () => {
  it('when nothing is plugged in', async () => {
    const opened = await opener('serial:/dev/docketbox-none')();
    expect(opened).toMatchObject({
      ok: false,
      fix: expect.stringContaining('/dev/serial/by-path') as string,
    });
  });

  it('when nobody listens', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await new Promise<void>((resolve) => server.close(() => resolve()));
    const opened = await opener(`tcp://127.0.0.1:${port}`)();
    expect(opened).toMatchObject({ ok: false, fix: expect.stringContaining('port') as string });
  });

  it('when another program holds the serial port', async () => {
    const terminal = await pseudoTerminal();
    const open = opener(`serial:${terminal.path}`);
    const first = await open();
    const second = await open();
    if (first.ok) await first.link.close();
    if (second.ok) await second.link.close();
    await terminal.cut();
    expect(first.ok).toBe(true);
    expect(second).toMatchObject({ ok: false, fix: expect.stringContaining('Another program') as string });
  });
});
