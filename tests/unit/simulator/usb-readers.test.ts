import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hidReports } from '#simulator/wire/hid-scanner.ts';
import { keyReports, typedNumber } from '#simulator/wire/keyboard-reader.ts';
import { stxFrame } from '#simulator/wire/stx-reader.ts';
import { perform } from '#simulator/verbs.ts';
import { fullSimulator, type FullSimulator } from '#tests/support/full-site.ts';
import { vectorsOf } from '#tests/support/vectors.ts';

const plain = (hex: string): string => hex.replaceAll(' ', '').toLowerCase();
const hexOf = (parts: readonly Uint8Array[]): string => Buffer.concat(parts).toString('hex');

interface ScanMeaning {
  readonly scans: { hex: string; aim: string | null }[];
  readonly discards: unknown[];
  readonly only?: string;
}
describe('the HID POS scanner', () => {
  /** One code each, as this scanner would send it: no foreign padding, no escapes, no last empty report, its own symbology. */
  const own = vectorsOf<ScanMeaning>('hid-pos').filter(({ hex, meaning }) => {
    const report = plain(hex);
    const reports = report.match(/.{128}/g) ?? [];
    const data = reports.map((each) => each.slice(10, 10 + 2 * parseInt(each.slice(2, 4), 16)));
    return (
      meaning.discards.length === 0 &&
      meaning.scans.length === 1 &&
      data.join('') === meaning.scans[0]?.hex &&
      data.at(-1) !== '' &&
      reports.every((each) => each.slice(122, 124) === '73' && !/[^0]/.test(each.slice(124, 126))) &&
      meaning.only === undefined
    );
  });

  test('there are vectors to send', () => expect(own.length).toBeGreaterThanOrEqual(5));

  test.each(own)('sends: $name', ({ hex, meaning }) => {
    const [scan] = meaning.scans;
    const aim = scan?.aim === null ? undefined : `]${scan?.aim}`;
    expect(hexOf(hidReports({ hex: scan?.hex ?? '', aim }))).toBe(plain(hex));
  });

  test('a code of exactly one report says that nothing follows', () => {
    const reports = hidReports({ text: 'A'.repeat(56) });
    expect(reports.map((each) => [each.length, each[1], each[63]])).toEqual([[64, 56, 0]]);
  });
});

interface CardMeaning {
  readonly setting: { format: '8H10D' | '6H8D' | '2H4H' | 'hex'; byteOrder: 'msb-first' | 'lsb-first' };
  readonly cards: string[];
  readonly printed?: string;
}
describe('the reader that types', () => {
  const whole: Record<string, string> = { '026F6C3A': '01026F6C3A', '6F6C3A': '01026F6C3A' };
  const typed = vectorsOf<CardMeaning>('hid-reader').filter(({ meaning }) => meaning.printed !== undefined);

  test.each(typed)('types: $name', ({ hex, meaning }) => {
    const card = meaning.cards[0] ?? '';
    const number = typedNumber(meaning.setting, whole[card] ?? card);
    expect(number).toBe(meaning.printed);
    expect(hexOf(keyReports(number))).toBe(plain(hex));
  });

  test.each(vectorsOf<CardMeaning>('hid-reader').filter(({ name }) => name.startsWith('hex')))(
    'types: $name',
    ({ meaning, hex }) => {
      const reports = hexOf(keyReports(typedNumber(meaning.setting, meaning.cards[0] ?? '')));
      // Capital letters or small ones: some readers hold Shift, some do not.
      const unshifted = (text: string): string => text.replaceAll(/(.{2})(.{14})/g, '$2');
      expect(unshifted(reports)).toBe(unshifted(plain(hex)));
    },
  );
});

interface StxMeaning {
  readonly cards: string[];
  readonly discardedBytes: number;
  readonly type?: 'em' | 'mifare';
}
describe('the reader with length and type', () => {
  const single = vectorsOf<StxMeaning>('serial-stx').filter(
    ({ hex, meaning }) => meaning.discardedBytes === 0 && plain(hex).length === 20,
  );
  test.each(single)('sends: $name', ({ hex, meaning }) => {
    const card = meaning.cards[0] ?? '';
    expect(hexOf([stxFrame(meaning.type === 'mifare' ? card.slice(2) : card)])).toBe(plain(hex));
  });
});

interface TriggerMeaning {
  readonly kind: string;
  readonly trigger: string;
  readonly does?: 'on' | 'off';
}
describe('scanners switched by command', () => {
  let site: FullSimulator;
  const lit = (id: string) => site.sim.state().devices.find((device) => device.id === id)?.scanner?.lit;
  const commands = vectorsOf<TriggerMeaning>('scanner-triggers').filter((v) => v.direction === 'request');
  const vector = (device: 'newland' | 'gun', does: 'on' | 'off') => {
    const kind = device === 'gun' ? 'scanner/hid-pos' : 'scanner/serial';
    const trigger = device === 'gun' ? 'honeywell' : 'newland';
    const found = commands.find(
      ({ meaning }) => meaning.kind === kind && meaning.trigger === trigger && meaning.does === does,
    );
    return found?.hex ?? expect.fail(`no vector for ${device} ${does}`);
  };
  beforeEach(() => (site = fullSimulator()));
  afterEach(() => {
    expect(site.clock.pending).toBe(0);
    site.dispose();
  });

  test.each(['newland', 'gun'] as const)('%s reads only while its light is on', async (device) => {
    await expect(perform(site.sim, 'scan', { device, text: 'A' })).rejects.toThrow(
      /light of the scanner is off/,
    );
    await site.tell(device, vector(device, 'on'));
    expect(lit(device)).toBe(true);
    site.heard(device);
    await perform(site.sim, 'scan', { device, text: 'A' });
    expect(site.heard(device)).toHaveLength(1);
    await site.tell(device, vector(device, 'off'));
    expect(lit(device)).toBe(false);
  });

  test('Newland answers each command: done, value out of range, no such command', async () => {
    const answers = vectorsOf<TriggerMeaning>('scanner-triggers').filter((v) => v.direction === 'reply');
    const answerTo = async (text: string): Promise<string> => {
      await site.tell('newland', Buffer.from(`~\x01${text};\x03`, 'latin1').toString('hex'));
      return site.heard('newland').join('');
    };
    expect(await answerTo('0000#SCNTRG1')).toBe(plain(answers[0]?.hex ?? ''));
    expect(await answerTo('0000#SCNTRG9')).toBe(
      Buffer.from('\x02\x010000#SCNTRG9\x15;\x03', 'latin1').toString('hex'),
    );
    expect(await answerTo('0000#QQQQQQ1')).toBe(
      Buffer.from('\x02\x010000#QQQQQQ1\x05;\x03', 'latin1').toString('hex'),
    );
    expect(await answerTo('nonsense')).toBe('');
  });

  test('a card held to a USB reader is typed, key by key', async () => {
    await perform(site.sim, 'swipe', { device: 'keys', uid: '01026F6C3A' });
    await site.clock.advance(2000);
    const reports = site.heard('keys');
    expect(reports).toHaveLength(22);
    expect(new Set(reports.map((each) => each.length))).toEqual(new Set([16]));
  });

  test('a card held to a serial reader repeats its frame', async () => {
    await perform(site.sim, 'swipe', { device: 'stx', uid: '06008E6D5D', holdMs: 500 });
    await site.clock.advance(2000);
    expect(new Set(site.heard('stx'))).toEqual(new Set(['020a0206008e6d5db003']));
    await expect(perform(site.sim, 'swipe', { device: 'stx', uid: '06' })).rejects.toThrow(
      /cannot be read here/,
    );
  });
});
