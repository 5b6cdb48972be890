import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { perform } from '#simulator/verbs.ts';
import { fullSimulator, type FullSimulator } from '#tests/support/full-site.ts';

const READ_1 = '80010033b2';
const READ_2 = '80020033b1';
/** Board 1: doors on 1 and 7 shut. Board 2: the door on 1. */
const ANSWER_1 = '800100004133f3';
const ANSWER_2 = '800200000133b0';

describe('boards of one link', () => {
  let site: FullSimulator;
  const fault = (device: string, name: string, args: object = {}) =>
    perform(site.sim, 'setFault', { device, fault: { name, ...args } });
  const mend = (device: string, name: string, args: object = {}) =>
    perform(site.sim, 'clearFault', { device, fault: { name, ...args } });
  const said = async (device: string, hex: string, ms?: number): Promise<string[]> => {
    await site.tell(device, hex, ms);
    return site.heard(device);
  };
  beforeEach(() => (site = fullSimulator()));
  afterEach(() => {
    expect(site.clock.pending).toBe(0);
    site.dispose();
  });

  test('each answers to its own address, over the same wires', async () => {
    expect(await said('bcc-1', READ_1)).toEqual([ANSWER_1]);
    expect(await said('bcc-1', READ_2)).toEqual([ANSWER_2]);
    expect(site.sim.state().devices[0]?.shares).toEqual(['bcc-2']);
  });

  test('a frame is on the tape once, under the board it was meant for', async () => {
    await said('bcc-1', READ_2);
    expect(site.sim.state().tape.map(({ device, direction }) => [device, direction])).toEqual([
      ['bcc-2', 'in'],
      ['bcc-2', 'out'],
    ]);
  });

  test('an echoing line gives each request back once, whichever board it is for', async () => {
    await fault('bcc-1', 'echo');
    await fault('bcc-2', 'echo');
    expect(await said('bcc-1', READ_2)).toEqual([READ_2, ANSWER_2]);
  });

  test('a fault of one board leaves the other alone', async () => {
    await fault('bcc-2', 'silent');
    expect(await said('bcc-1', READ_2)).toEqual([]);
    expect(await said('bcc-1', READ_1)).toEqual([ANSWER_1]);
  });

  test('one board unplugged is off the line, the other is not', async () => {
    await perform(site.sim, 'pullCable', { device: 'bcc-1' });
    expect(await said('bcc-2', READ_1)).toEqual([]);
    expect(await said('bcc-2', READ_2)).toEqual([ANSWER_2]);
    await perform(site.sim, 'plugCable', { device: 'bcc-1' });
    expect(await said('bcc-2', READ_1)).toEqual([ANSWER_1]);
  });

  test('two boards at one address both move their bolts, and their answers collide', async () => {
    await fault('bcc-2', 'wrong-address', { address: 1 });
    const [answer] = await said('bcc-1', '8a0101119b', 500);
    expect(site.sim.cabinet.door('A01').open).toBe(true);
    expect(site.sim.cabinet.door('A03').open).toBe(true);
    expect(answer).toBe('8a0101008a');
    const [read, ...more] = await said('bcc-1', READ_1);
    expect(more).toEqual([]);
    expect(read).not.toBe(ANSWER_1);
    expect(site.sim.state().tape.at(-1)).toMatchObject({ note: 'collision', crossed: true });
    await mend('bcc-2', 'wrong-address', { address: 1 });
    expect(await said('bcc-1', READ_2)).toEqual(['800200000033b1']);
  });

  test('a twin board at the same address answers at the same time, for doors that are all closed', async () => {
    await fault('bcc-1', 'twin-address');
    // Low levels win: what only the twin has set is not seen, what only the board has set neither.
    expect(await said('bcc-1', READ_1)).toEqual(['80010000413341']);
    expect(site.sim.state().devices[0]?.physical).toContain('twin-address');
    await mend('bcc-1', 'twin-address');
    expect(await said('bcc-1', READ_1)).toEqual([ANSWER_1]);
  });

  test('a logical channel leads to its terminal, and a pulse on a disabled terminal is noted', async () => {
    await said('bcc-1', '8a0107119d', 500);
    expect(site.sim.cabinet.door('A02').open).toBe(true);
    await said('bcc-1', '8a01031199', 500);
    expect(site.sim.history().strains.map(({ what, terminal }) => [what, terminal])).toEqual([
      ['disabled-terminal', 3],
    ]);
  });
});
