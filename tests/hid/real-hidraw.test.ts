import { beforeAll, describe, expect, it } from 'vitest';
import { vectorsOf } from '#tests/support/vectors.ts';
import { carried, noMachine, runInMachine, type Run } from './machine.ts';

/** Plain emulation on a busy machine takes its time, ms. */
const mostMs = 420_000;
const reason = noMachine();

interface Said {
  readonly step: 'empty' | 'cycle' | 'twins' | 'over';
}
interface Cycle extends Said {
  readonly cycle: number;
  readonly vectors: readonly { name: string; scans: unknown; discards: unknown }[];
  readonly cards: readonly string[];
  readonly outputs: readonly string[];
  readonly after: { readonly heard: readonly unknown[]; readonly thrown: readonly unknown[] };
}

describe.skipIf(reason !== null)(
  `USB HID through a kernel's own hidraw${reason === null ? '' : ` (skipped: ${reason})`}`,
  () => {
    let run: Run = { said: [], exit: null, log: '' };
    const steps = <S extends Said>(step: S['step']): S[] =>
      (run.said as S[]).filter((said) => said.step === step);
    const cycles = (): readonly Cycle[] => {
      const all = steps<Cycle>('cycle');
      expect(all.map(({ cycle }) => cycle)).toEqual([1, 2, 3, 4]);
      return all;
    };
    beforeAll(async () => {
      const data = carried('tests/vectors/hid-pos.json', 'tests/vectors/hid-reader.json');
      run = await runInMachine('tests/hid/inside.ts', data, mostMs - 30_000);
    }, mostMs);

    it('runs to its end, lets go of every device, and Node ends by itself', () => {
      expect(run.exit, run.log).toBe(0);
      expect(steps('over')).toEqual([{ step: 'over', files: 0, reconnects: [3, 3] }]);
    });

    it('says so while nothing is plugged in', () => {
      expect(steps('empty')).toEqual([
        {
          ...{ step: 'empty', scanner: 'hid:0c2e:0b81: nothing is plugged in' },
          reader: 'hid:ffff:0035: nothing is plugged in',
        },
      ]);
    });

    it('reads every code of the vectors, in UTF-8 and GBK, over several reports, before and after a re-plug', () => {
      const wanted = vectorsOf<{ scans: unknown; discards: unknown }>('hid-pos').map(({ name, meaning }) => ({
        ...{ name, scans: meaning.scans, discards: meaning.discards },
      }));
      for (const { cycle, vectors } of cycles())
        expect(vectors).toEqual(cycle === 1 ? wanted : wanted.slice(0, 10));
    });

    it('reads the card that a typing reader types, once a tap', () => {
      for (const { cards } of cycles()) expect(cards).toEqual(['026F6C3A']);
    });

    it('switches the scanner by output report', () => {
      for (const { cycle, outputs } of cycles())
        expect(outputs).toContain(cycle % 2 === 1 ? 'fd0316540d' : 'fd0316550d');
    });

    it('notices the unplug, and what it cut off is thrown away', () => {
      for (const { after } of cycles())
        expect(after).toEqual({ heard: [], thrown: [{ reason: 'undecodable', bytes: 56 }] });
    });

    it('never guesses between two of a kind', () => {
      const [twins] = steps<Said & { why: string; fix: string; got: string[] }>('twins');
      expect(twins?.why).toMatch(/there are 2 of them: \/dev\/hidraw\d+, \/dev\/hidraw\d+$/);
      expect(twins?.fix).toBe('Say which: ?serial=A1 or ?serial=B2.');
      expect(twins?.got).toEqual(['0201']);
    });
  },
);
