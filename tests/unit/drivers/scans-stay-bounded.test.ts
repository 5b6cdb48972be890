import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { ConfigOf } from '#controller/config-schema.ts';
import { memoryPair } from '#drivers/links/memory.ts';
import { serialScanner, staleAfterMs } from '#drivers/scanners/serial.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';

const bench = (options: Partial<ConfigOf<'scanner/serial'>> = {}) => {
  const clock = new ManualClock();
  const pair = memoryPair(clock);
  const config: ConfigOf<'scanner/serial'> = {
    ...{ id: 's', kind: 'scanner/serial', link: 'serial:/x', prefix: 'none', suffix: 'CR' },
    ...{ idleGapMs: 50, maxBytes: 4096, aim: false, trigger: 'none' },
    ...options,
  };
  const scanner = serialScanner(config, clock);
  const seen: unknown[] = [];
  scanner.onScan(({ text }) => seen.push(text));
  scanner.onDiscard((discard) => seen.push(discard));
  const off = scanner.attach(pair.near);
  const send = async (bytes: Uint8Array | string): Promise<void> => {
    await pair.far.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { clock, scanner, seen, off, send };
};
const megabyte = 1024 * 1024;
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
/** Bytes of buffers alive after a collection; they are swept by another thread, which may lag on a busy machine. */
const held = async (): Promise<number> => {
  let least = Infinity;
  for (let i = 0; i < 10; i += 1) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 5));
    least = Math.min(least, process.memoryUsage().arrayBuffers);
  }
  return least;
};

describe('a scan of any length', () => {
  it.each(['CR', 'CRLF', 'none'] as const)(
    'of 1 MB, suffix %s, is thrown away whole and reported once',
    async (suffix) => {
      const { clock, seen, send, off } = bench({ suffix });
      const end = suffix === 'CRLF' ? '\r\n' : suffix === 'CR' ? '\r' : '';
      for (let sent = 0; sent < megabyte; sent += 65_536) await send(new Uint8Array(65_536).fill(0x41));
      await send(end);
      await clock.advance(100);
      await send(`GOOD${end}`);
      await clock.advance(100);
      expect(seen).toEqual([{ reason: 'too-long', bytes: megabyte }, 'GOOD']);
      off();
      expect(clock.pending).toBe(0);
    },
  );

  it.each([
    ['does not make memory grow while its suffix never comes', 4096, false],
    ['planted mutant: without its limit it does', Infinity, true],
  ])('%s', async (_, maxBytes, grows) => {
    const { send, off } = bench({ maxBytes });
    const chunk = new Uint8Array(65_536).fill(0x41);
    await send(chunk);
    const before = await held();
    for (let i = 0; i < 64; i += 1) await send(chunk);
    expect((await held()) - before > megabyte).toBe(grows);
    off();
  });

  it.each([
    [4096, 'CR', true],
    [4097, 'CR', false],
    [4096, 'CRLF', true],
    [4097, 'CRLF', false],
    [4096, 'none', true],
    [4097, 'none', false],
  ] as const)('of %i bytes, suffix %s, is taken: %s', async (length, suffix, taken) => {
    const { clock, seen, send, off } = bench({ suffix });
    const end = suffix === 'CRLF' ? '\r\n' : suffix === 'CR' ? '\r' : '';
    for (const part of ['A'.repeat(length - 1), 'A', end]) if (part) await send(part);
    await clock.advance(100);
    expect(seen).toEqual([taken ? 'A'.repeat(length) : { reason: 'too-long', bytes: length }]);
    off();
  });

  it('left unfinished does not run into the next one', async () => {
    const { clock, seen, send } = bench();
    await send('CUT-O');
    await clock.advance(staleAfterMs);
    await send('WHOLE\r');
    expect(seen).toEqual([{ reason: 'undecodable', bytes: 5 }, 'WHOLE']);
  });

  it('is not heard any more once the line is taken away', async () => {
    const { clock, seen, send, off } = bench();
    await send('HALF');
    off();
    await send('REST\r');
    await clock.advance(5000);
    expect(seen).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});
