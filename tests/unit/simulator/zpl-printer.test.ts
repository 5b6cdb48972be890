import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { perform } from '#simulator/verbs.ts';
import { LABEL_MS } from '#simulator/devices/printer.ts';
import { ZplStream, type ZplCommand } from '#simulator/wire/zpl/stream.ts';
import { smallSimulator, type SmallSimulator } from '#tests/support/small-site.ts';

const GOOD = '^FO16,16^GFA,16,16,2,:Z64:eJz7/7+Bcf/fBawLWPf/bWD8/x8AU8wJwQ==:B086^FS';
const BAD = GOOD.replace('B086', '0000');
const label = (fields = GOOD, rest = ''): string => `^XA^PW480^LL320${fields}${rest}^XZ`;

describe('the label printer', () => {
  let site: SmallSimulator;
  const send = (text: string, id = 'labels') =>
    site.sim.device(id).line.fromHost(Buffer.from(text, 'latin1'));
  const does = (verb: string, args: object = {}) => perform(site.sim, verb, { device: 'labels', ...args });
  const prints = () => site.sim.state().printed;
  const status = (id = 'labels'): string[] | null => {
    const before = site.heard(id).length;
    send('~HS', id);
    const reply = site
      .heard(id)
      .slice(before)
      .map((hex) => Buffer.from(hex, 'hex').toString('latin1'))
      .join('');
    return reply === ''
      ? null
      : reply
          .split('\r\n')
          .slice(0, 3)
          .map((line) => line.slice(1, -1));
  };
  beforeEach(() => (site = smallSimulator()));
  afterEach(async () => {
    await site.sim.printouts.settled();
    site.dispose();
  });

  test('an idle printer answers in three lines, as the guide shows them', () => {
    send('~HS');
    expect(Buffer.from(site.heard('labels').join(''), 'hex').toString('latin1')).toBe(
      '\x02030,0,0,0320,000,0,0,0,000,0,0,0\x03\r\n\x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n',
    );
  });

  test('a label takes its time, becomes a picture and a sheet in the hands', async () => {
    send(label());
    await site.clock.advance(LABEL_MS - 1);
    expect(prints()).toEqual([]);
    await site.clock.advance(1);
    expect(prints()).toMatchObject([
      { n: 1, device: 'labels', width: 480, height: 320, sheet: 's1', warnings: [] },
    ]);
    expect(readFileSync(join(site.out, '1.png')).subarray(1, 4).toString()).toBe('PNG');
    expect(site.sim.state().hands).toMatchObject([{ id: 's1', label: 1 }]);
  });

  test('a slip on a continuous roll is as long as it says and makes no sheet', async () => {
    send(`^XA^MNN^PW640^LL700${GOOD}^XZ`, 'slips');
    await site.clock.advance(LABEL_MS);
    expect(prints()).toMatchObject([{ width: 640, height: 700, stock: '80', sheet: null }]);
  });

  test('copies are counted down while they print', async () => {
    send(label(GOOD, '^PQ3') + label());
    expect(status()?.[1]).toContain(',00000003,');
    expect(status()?.[0]).toMatch(/^030,0,0,0320,001,/);
    await site.clock.advance(2 * LABEL_MS);
    expect(status()?.[1]).toContain(',00000001,');
    await site.clock.advance(2 * LABEL_MS);
    expect([prints().length, status()?.[1]?.includes(',00000000,')]).toEqual([4, true]);
  });

  test('a wrong check aborts the field: the label comes out without it', async () => {
    send(label(BAD));
    await site.clock.advance(LABEL_MS);
    expect(prints()[0]?.warnings).toEqual(['^GF check is 0000, should be B086']);
    const blank = readFileSync(join(site.out, '1.png'));
    send(label());
    await site.clock.advance(LABEL_MS);
    expect(readFileSync(join(site.out, '2.png')).equals(blank)).toBe(false);
  });

  test('a format that only sets something feeds no paper; an unknown command is noted', async () => {
    send('^XA^PW400^LL200^XZ');
    send(`^XA^BQN,2,4^FDQA,HELLO${GOOD}^XZ`);
    await site.clock.advance(2 * LABEL_MS);
    expect(prints()).toMatchObject([
      { width: 400, height: 200, warnings: ['^BQ is not understood', '^FD is not understood'] },
    ]);
  });

  test('paper out: flags are up, the rest waits, and new paper carries on', async () => {
    await does('loadPaper', { labels: 1 });
    send(label(GOOD, '^PQ2'));
    await site.clock.advance(10 * LABEL_MS);
    expect(prints()).toHaveLength(1);
    expect(status()?.[0]).toMatch(/^030,1,/);
    await does('loadPaper');
    await site.clock.advance(LABEL_MS);
    expect(prints()).toHaveLength(2);
    expect(status()?.[0]).toMatch(/^030,0,/);
  });

  test('an opened head spoils the label under it, which is printed again when it closes', async () => {
    send(label());
    await site.clock.advance(LABEL_MS / 2);
    await does('openHead');
    expect(status()?.[1]).toMatch(/^000,0,1,/);
    await site.clock.advance(10 * LABEL_MS);
    await does('closeHead');
    await site.clock.advance(LABEL_MS - 1);
    expect(prints()).toEqual([]);
    await site.clock.advance(1);
    expect(prints()).toHaveLength(1);
  });

  test('firmware that is silent when needy answers nothing until it is helped', async () => {
    await does('setFault', { fault: { name: 'silent-when-needy' } });
    expect(status()).not.toBeNull();
    await does('setFault', { fault: { name: 'paper-out' } });
    expect(status()).toBeNull();
    await does('clearFault', { fault: { name: 'paper-out' } });
    expect(status()).not.toBeNull();
    await does('setFault', { fault: { name: 'head-open' } });
    expect(status()).toBeNull();
  });

  test('~JA throws away what is printing, waiting and half sent', async () => {
    send(label(GOOD, '^PQ5') + label() + '^XA^FO0,0');
    await site.clock.advance(LABEL_MS);
    send('~JA');
    await site.clock.advance(10 * LABEL_MS);
    expect(prints()).toHaveLength(1);
    expect(status()?.[0]).toMatch(/,000,0,0,0,000,/);
    expect(site.clock.pending).toBe(0);
  });

  test('a half-sent format shows as partial and prints nothing', async () => {
    send('^XA^PW480');
    expect(status()?.[0]).toBe('030,0,0,0320,000,0,0,1,000,0,0,0');
    await does('powerCycle');
    send(`${GOOD}^XZ`);
    await site.clock.advance(LABEL_MS);
    expect(prints()).toEqual([]);
  });

  test('pause holds the printer, and the status says so', async () => {
    await does('pausePrinter');
    send(label());
    await site.clock.advance(10 * LABEL_MS);
    expect([prints().length, status()?.[0]?.slice(0, 8)]).toEqual([0, '030,0,1,']);
    await does('resumePrinter');
    await site.clock.advance(LABEL_MS);
    expect(prints()).toHaveLength(1);
  });

  test('an independent renderer sees the same dots', async () => {
    const zpl = label();
    send(zpl);
    await site.clock.advance(LABEL_MS);
    const { ready } = await import('zpl-renderer-js');
    const { api } = await ready;
    const theirs = await api.zplToBase64Async(zpl, 60, 40, 8);
    const { loadImage, createCanvas } = await import('@napi-rs/canvas');
    const dots = async (source: Buffer): Promise<string> => {
      const image = await loadImage(source);
      const canvas = createCanvas(480, 320);
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, 64, 64);
      return Array.from({ length: 64 * 64 }, (_, i) => ((data[4 * i] ?? 255) < 128 ? '#' : '.')).join('');
    };
    const ours = await dots(readFileSync(join(site.out, '1.png')));
    expect(ours).toContain('#');
    expect(ours).toBe(await dots(Buffer.from(theirs, 'base64')));
  });
});

describe('the command stream', () => {
  const text = `noise${label()}\r\n~HS^XA^FDa^FS^XZ~JA`;
  const run = (
    make: (take: (c: ZplCommand) => void) => { feed(bytes: Uint8Array): void },
    sizes: number[],
  ): string => {
    const got: ZplCommand[] = [];
    const stream = make((command) => got.push(command));
    for (let at = 0, i = 0; at < text.length; i++) {
      const size = sizes[i % sizes.length] ?? 1;
      stream.feed(Buffer.from(text.slice(at, at + size), 'latin1'));
      at += size;
    }
    return JSON.stringify(got);
  };
  const anyCut = (make: Parameters<typeof run>[0]) =>
    fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 }), (sizes) => {
      expect(run(make, sizes)).toBe(run((take) => new ZplStream(take), [text.length]));
    });

  test('is the same however it is cut into chunks', () => {
    fc.assert(anyCut((take) => new ZplStream(take)));
  });

  test('a stream that starts afresh with every chunk is caught', () => {
    const forgetful = (take: (c: ZplCommand) => void) => ({
      feed: (bytes: Uint8Array) => new ZplStream(take).feed(bytes),
    });
    expect(fc.check(anyCut(forgetful)).failed).toBe(true);
  });
});
