import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { atWrongBaud, withSwappedWires } from '#simulator/wire/uart.ts';
import { perform } from '#simulator/verbs.ts';
import { fullSimulator, type FullSimulator } from '#tests/support/full-site.ts';

const READ_1 = '80010133b3';
const CLOSED_1 = '8001011191';
const READ_7 = '80010733b5';
const CLOSED_7 = '8001071197';
const OPEN_1 = '8a0101119b';
const bytes = (hex: string): Uint8Array => Buffer.from(hex, 'hex');
const hex = (some: Uint8Array): string => Buffer.from(some).toString('hex');

describe('what goes wrong in the field, by name', () => {
  let site: FullSimulator;
  const fault = (device: string, name: string, args: object = {}) =>
    perform(site.sim, 'setFault', { device, fault: { name, ...args } });
  const mend = (device: string, name: string) => perform(site.sim, 'clearFault', { device, fault: { name } });
  const said = async (device: string, request: string, ms?: number): Promise<string[]> => {
    await site.tell(device, request, ms);
    return site.heard(device);
  };
  const notes = () => site.sim.state().tape.map(({ note, crossed }) => [note, crossed]);
  beforeEach(() => (site = fullSimulator()));
  afterEach(() => {
    expect(site.clock.pending).toBe(0);
    site.dispose();
  });

  test('stray-byte: a byte nobody sent, before or after the reply', async () => {
    await fault('bcc-1', 'stray-byte', { count: 1 });
    expect(await said('bcc-1', READ_1)).toEqual([`00${CLOSED_1}`]);
    await fault('bcc-1', 'stray-byte', { hex: 'ff', where: 'after' });
    expect(await said('bcc-1', READ_1)).toEqual([`${CLOSED_1}ff`]);
  });

  test('reply-in-next-exchange: the last answer comes before that of the next question', async () => {
    await fault('bcc-1', 'reply-in-next-exchange', { count: 1 });
    expect(await said('bcc-1', OPEN_1, 500)).toEqual([]);
    expect(await said('bcc-1', READ_7)).toEqual(['8a0101008a', CLOSED_7]);
    expect(notes()).toEqual([
      [null, true],
      ['kept: reply-in-next-exchange', false],
      [null, true],
      ['reply-in-next-exchange', true],
      [null, true],
    ]);
  });

  test.each([
    ['same', [[CLOSED_7], [CLOSED_1, CLOSED_1]]],
    ['other', [[CLOSED_1, CLOSED_7], [CLOSED_1]]],
  ] as const)('reply-in-next-exchange: it may wait for the %s channel', async (channel, heard) => {
    await fault('bcc-1', 'reply-in-next-exchange', { channel, count: 1 });
    expect(await said('bcc-1', READ_1)).toEqual([]);
    expect([await said('bcc-1', READ_7), await said('bcc-1', READ_1)]).toEqual(heard);
  });

  test('wrong-baud: the board acts, and its answer is noise', async () => {
    await fault('bcc-1', 'wrong-baud');
    const [answer = ''] = await said('bcc-1', OPEN_1, 500);
    expect(answer).toBe(hex(atWrongBaud(bytes('8a0101008a'), 2)));
    expect(site.sim.cabinet.door('A01').open).toBe(true);
    expect(answer).not.toContain('8a0101');
  });

  test('wrong-baud on both sides: the board understands nothing', async () => {
    await fault('bcc-1', 'wrong-baud', { on: 'both' });
    expect(await said('bcc-1', OPEN_1, 500)).toEqual([]);
    expect(site.sim.cabinet.door('A01').open).toBe(false);
  });

  test('swapped-ab: the board hears nothing, the host hears bits upside down', async () => {
    await fault('bcc-1', 'swapped-ab');
    expect(await said('bcc-1', OPEN_1, 500)).toEqual([hex(withSwappedWires(bytes(OPEN_1)))]);
    expect(site.sim.cabinet.door('A01').open).toBe(false);
  });

  test('a receiver at the right speed hears every byte as it is', () => {
    const every = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(hex(atWrongBaud(every, 1))).toBe(hex(every));
    expect(atWrongBaud(every, 2).length).toBeLessThan(200);
    expect(atWrongBaud(every, 0.5).length).toBeGreaterThan(300);
  });

  test('lost-push: of what a board reports unasked every second is lost, its answers are not', async () => {
    await perform(site.sim, 'setPushes', { device: 'wkly', variant: 'on' });
    await fault('wkly', 'lost-push');
    for (let i = 0; i < 2; i++) {
      site.sim.cabinet.door('A04').force();
      await perform(site.sim, 'pushDoor', { compartment: 'A04' });
    }
    expect(site.heard('wkly')).toEqual(['574b4c590a0085010087', '574b4c590a0085010087']);
    expect(await said('wkly', '574b4c590900830182')).toHaveLength(1);
  });

  test('stuck-busy: deaf after an unlock, until the power is switched', async () => {
    await fault('bcc-1', 'stuck-busy');
    expect(await said('bcc-1', READ_1)).toHaveLength(1);
    expect(await said('bcc-1', OPEN_1, 500)).toHaveLength(1);
    expect(await said('bcc-1', READ_1)).toEqual([]);
    await mend('bcc-1', 'stuck-busy');
    await perform(site.sim, 'powerCycle', { device: 'bcc-1' });
    await site.clock.advance(1000);
    expect(await said('bcc-1', READ_1)).toHaveLength(1);
  });

  test('stuck-busy: command 38 frees a KERONG board', async () => {
    await fault('cu16', 'stuck-busy');
    await site.tell('cu16', '0200310336', 1000);
    expect(await said('cu16', '0200300335')).toEqual([]);
    await site.tell('cu16', '020038033d', 100);
    expect(await said('cu16', '0200300335')).toHaveLength(1);
  });

  test.each([
    ['wkly', '574b4c590900820183', 'A04'],
    ['relay', '0105020000050c71', 'A08'],
    ['bcc-1', OPEN_1, 'A01'],
  ])('no-open-reply: %s opens and says nothing', async (device, open, door) => {
    await fault(device, 'no-open-reply');
    expect(await said(device, open, 1000)).toEqual([]);
    expect(site.sim.cabinet.door(door).open).toBe(true);
  });

  test('swapped-cables: each name leads to the other board', async () => {
    await fault('wkly', 'swapped-cables', { with: 'cu16' });
    const port = site.sim.device('wkly').bus.port;
    expect(port?.at).toEqual({ path: 'serial:/dev/ttyS3' });
    expect(site.sim.device('cu16').bus.port?.bus).toBe(site.sim.device('cu16').bus);
    port?.bus.fromHost(bytes('574b4c590900830182'));
    await site.clock.advance(100);
    expect(site.heard('cu16')).toEqual(['574b4c590b00830001' + '0181']);
    await mend('wkly', 'stuck-busy');
  });

  test('half-open is for TCP; a serial device says so', async () => {
    await expect(fault('wkly', 'half-open')).rejects.toThrow(/not on TCP/);
  });

  test.each([
    ['other-layout', {}],
    ['unreadable-channel', { channel: 1 }],
  ])('%s is for boards that have one', async (name, args) => {
    await expect(fault('relay', name, args)).rejects.toThrow(/relay is not a lock board that/);
  });
});
