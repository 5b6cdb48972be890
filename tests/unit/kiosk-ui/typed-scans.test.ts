import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  longest,
  machineGap,
  shortest,
  typedScans,
  type Key,
} from '../../../kiosk-ui/src/client/typed-scans.ts';

const keys = (text: string, gap: number, from = 1000): Key[] =>
  [...text].map((letter, i) => ({
    ...{ key: letter === '\n' ? 'Enter' : letter, at: from + i * gap, modified: false },
  }));
const scansOf = (typed: readonly Key[]): string[] => {
  const listen = typedScans();
  return typed.flatMap((key) => listen(key).scan ?? []);
};

describe('what is typed into the kiosk page', () => {
  it('in quick succession and ended by Enter is a scan', () => {
    expect(scansOf(keys('DB260001A7K3Q9XM\n', 8))).toEqual(['DB260001A7K3Q9XM']);
    expect(scansOf(keys('DB260001A7K3Q9XM\n', machineGap))).toEqual(['DB260001A7K3Q9XM']);
  });

  it('at the pace of a person is none, and neither is its fast end', () => {
    expect(scansOf(keys('DB260001A7K3Q9XM\n', machineGap + 1))).toEqual([]);
    expect(scansOf([...keys('DB26', 200), ...keys('01\n', 5, 2000)])).toEqual([]);
  });

  it('by a person before a scan does not get into it', () => {
    expect(scansOf([...keys('12', 100), ...keys('DB260001\n', 5, 3000)])).toEqual(['DB260001']);
  });

  it('without its Enter in time is none', () => {
    const late = { key: 'Enter', at: 5000, modified: false };
    expect(scansOf([...keys('DB260001', 5), late])).toEqual([]);
  });

  it.each([
    ['too short', 'A'.repeat(shortest - 1), []],
    ['just long enough', 'A'.repeat(shortest), ['A'.repeat(shortest)]],
    ['as long as may be', 'A'.repeat(longest), ['A'.repeat(longest)]],
    ['too long', 'A'.repeat(longest + 1), []],
  ] as const)('that is %s', (_, text, expected) => {
    expect(scansOf(keys(`${text}\n`, 5))).toEqual(expected);
  });

  it.each(['Escape', 'F5', 'Tab', 'Backspace', 'Process', 'ArrowLeft'])(
    'with the key %s among it is none, and the next scan is whole',
    (key) => {
      const spoilt = keys('DB260001\n', 5);
      spoilt.splice(4, 0, { key, at: 1018, modified: false });
      expect(scansOf([...spoilt, ...keys('NEXT1\n', 5, 3000)])).toEqual(['NEXT1']);
    },
  );

  it('with Ctrl, Alt or Meta held is none: hot-keys have no way in', () => {
    const typed = keys('DB260001\n', 5).map((key, i) => ({ ...key, modified: i === 3 }));
    expect(scansOf(typed)).toEqual([]);
  });

  it('leaves Tab and Shift alone to a person, and takes everything else away', () => {
    const listen = typedScans();
    const left = ['Tab', 'Shift', 'Enter', ' ', 'F5', 'a'].map(
      (key, i) => listen({ key, at: i * 1000 + 1, modified: false }).leave,
    );
    expect(left).toEqual([true, true, false, false, false, false]);
    expect(listen({ key: 'Tab', at: 5010, modified: false }).leave).toBe(false);
  });

  it('is never a scan unless a machine typed exactly that, whatever keys come when', () => {
    const key = fc.record({
      key: fc.oneof(
        fc.constantFrom('Enter', 'Tab', 'Shift', 'Escape', 'A', '1', '\u0007'),
        fc.string({ unit: 'grapheme', maxLength: 3 }),
      ),
      gap: fc.constantFrom(1, 10, machineGap, machineGap + 1, 500),
      modified: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(key, { maxLength: 60 }), (typed) => {
        let at = 0;
        const pressed = typed.map(({ gap, ...rest }) => ({ ...rest, at: (at += gap) }));
        for (const scan of scansOf(pressed)) {
          expect(scan.length).toBeGreaterThanOrEqual(shortest);
          expect(scan).not.toMatch(/\p{Cc}/u);
          const letters = pressed
            .filter((one) => one.key !== 'Shift')
            .map((one) => (one.key === 'Enter' ? '\n' : one.key));
          expect(letters.join('')).toContain(`${scan}\n`);
        }
      }),
    );
  });
});
