import { describe, expect, it } from 'vitest';
import { decode } from '#label-printer/decoding/decode.ts';
import { SYMBOLOGIES } from '#label-printer/decoding/reading.ts';
import { readWithZxingWasm } from '#label-printer/decoding/zxing-wasm.ts';
import { corpus } from '#tests/support/symbols/corpus.ts';
import { CORPUS_KINDS } from '#tests/support/symbols/modules.ts';

const hex = ({ bytes }: { readonly bytes: Uint8Array }): string => Buffer.from(bytes).toString('hex');

describe(
  'decoding a small corpus, one picture of each kind under each condition',
  { timeout: 240_000 },
  () => {
    const samples = [...corpus(5, 1, false)];

    it.each(CORPUS_KINDS)(
      'reads every %s that zxing-cpp reads, more than it in all, and none wrongly',
      async (kind) => {
        let [ours, theirs] = [0, 0];
        for (const { picture, bytes, name } of samples.filter((sample) => sample.kind === kind)) {
          const right = hex({ bytes });
          const read = (await decode(picture)).map(hex);
          const alone = (await readWithZxingWasm(picture, SYMBOLOGIES)).map(hex);
          expect(
            read.filter((one) => one !== right),
            name,
          ).toEqual([]);
          if (alone.includes(right)) expect(read, name).toContain(right);
          ours += Number(read.includes(right));
          theirs += Number(alone.includes(right));
        }
        expect(ours).toBeGreaterThan(theirs);
      },
    );
  },
);
