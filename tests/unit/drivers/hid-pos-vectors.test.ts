import { describe, expect, it } from 'vitest';
import type { ScanDiscard } from '#controller/ports/scanner.ts';
import { bytesOf } from '#drivers/framing/bytes.ts';
import { continuationMs } from '#drivers/scanners/hid-pos.ts';
import { inChunks, scannerBench, type ScanShown } from '#tests/support/listening-bench.ts';
import { vectorsOf } from '#tests/support/vectors.ts';

interface Meaning {
  readonly scans: readonly ScanShown[];
  readonly discards: readonly ScanDiscard[];
  readonly only?: 'reports';
}
const heard = async (link: string, chunks: Iterable<Uint8Array>) => {
  const { clock, scans, discards, plug } = scannerBench({ kind: 'scanner/hid-pos', link });
  const { detach, say } = plug();
  await say(chunks);
  await clock.advance(continuationMs);
  detach();
  expect(clock.pending).toBe(0);
  return { scans, discards };
};
/** A stream may tell of skipped bytes in any number of pieces. */
const sums = (discards: readonly ScanDiscard[]) =>
  Object.fromEntries(
    discards.map(({ reason }) => [
      reason,
      discards.filter((other) => other.reason === reason).reduce((sum, { bytes }) => sum + bytes, 0),
    ]),
  );

const vectors = vectorsOf<Meaning>('hid-pos');
describe.each(vectors)('$name', ({ hex, meaning: { scans, discards } }) => {
  it('as reports', async () => {
    expect(await heard('hid:0c2e:0b81', inChunks(bytesOf(hex), 64))).toEqual({ scans, discards });
  });
});
const streamed = vectors.filter(({ meaning }) => meaning.only !== 'reports');
describe.each(streamed)('$name, as a stream', ({ hex, meaning: { scans, discards } }) => {
  it.each([1, 7, 63, 100, 100_000])('in pieces of %i bytes', async (size) => {
    const got = await heard('tcp://127.0.0.1:1', inChunks(bytesOf(hex), size));
    expect(got.scans).toEqual(scans);
    expect(sums(got.discards)).toEqual(sums(discards));
  });
});

describe('a scan of several reports', () => {
  const first = vectors.find(({ name }) => name.startsWith('57 bytes'));
  const [begin, end] = inChunks(bytesOf(first?.hex ?? ''), 64);

  it('whose next report does not come is thrown away, and the next scan is whole', async () => {
    const { clock, scans, discards, plug } = scannerBench({ kind: 'scanner/hid-pos', link: 'hid:0c2e:0b81' });
    const { say } = plug();
    await say([begin ?? new Uint8Array()]);
    await clock.advance(continuationMs);
    await say([end ?? new Uint8Array()]);
    expect(discards).toEqual([{ reason: 'undecodable', bytes: 56 }]);
    expect(scans.map(({ text }) => text)).toEqual(['B']);
  });

  it('that was begun on an unplugged cable does not run into the first one after it', async () => {
    const { clock, scans, discards, plug } = scannerBench({ kind: 'scanner/hid-pos', link: 'hid:0c2e:0b81' });
    const before = plug();
    await before.say([begin ?? new Uint8Array()]);
    before.detach();
    await plug().say([end ?? new Uint8Array()]);
    expect(scans.map(({ text }) => text)).toEqual(['B']);
    expect(discards).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it('longer than allowed is thrown away whole and reported once', async () => {
    const { scans, discards, plug } = scannerBench({
      ...{ kind: 'scanner/hid-pos', link: 'hid:0c2e:0b81', maxBytes: 100 },
    });
    const { say } = plug();
    await say([begin ?? [], begin ?? [], end ?? []].map((report) => Uint8Array.from(report)));
    await say([end ?? new Uint8Array()]);
    expect(discards).toEqual([{ reason: 'too-long', bytes: 113 }]);
    expect(scans.map(({ text }) => text)).toEqual(['B']);
  });
});
