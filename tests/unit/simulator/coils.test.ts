import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { perform } from '#simulator/verbs.ts';
import { fullSimulator, type FullSimulator } from '#tests/support/full-site.ts';

/** Flash of relay 1 and 2 for 500 ms, relay 1 on, all off. */
const FLASH_1 = '0105020000050c71';
const FLASH_2 = '0105020100055db1';
const RELAY_1_ON = '01050000ff008c3a';
const ALL_OFF = '010500ff0000fdfa';
const WKLY_OPEN_1 = '574b4c590900820183';
const BCC1_OPEN_1 = '8a0101119b';

describe('what coils and supplies have to bear', () => {
  let site: FullSimulator;
  const strains = () => site.sim.history().strains.map(({ device, what }) => `${device} ${what}`);
  const fault = (device: string, name: string, args: object = {}) =>
    perform(site.sim, 'setFault', { device, fault: { name, ...args } });
  beforeEach(() => (site = fullSimulator()));
  afterEach(() => {
    expect(site.clock.pending).toBe(0);
    site.dispose();
  });

  test('one pulse, rested, strains nothing; while it runs its board shows the current', async () => {
    await site.tell('relay', FLASH_1, 100);
    const relay = () => site.sim.state().devices.find(({ id }) => id === 'relay')?.board;
    expect(relay()?.outputs).toEqual([1]);
    expect(site.sim.state().supplies).toContainEqual({ id: 'relays', drawing: 1, dips: 0 });
    await site.clock.advance(2000);
    expect(relay()?.outputs).toEqual([]);
    await site.tell('relay', FLASH_1, 2000);
    expect(strains()).toEqual([]);
  });

  test('a pulse too soon after the last is noted', async () => {
    await site.tell('relay', FLASH_1, 1000);
    await site.tell('relay', FLASH_1, 1000);
    expect(strains()).toEqual(['relay too-often']);
  });

  test('more pulses in a minute than the coil bears are noted', async () => {
    for (let i = 0; i < 11; i++) await site.tell('relay', FLASH_1, 2000);
    expect(strains()).toEqual(['relay too-many']);
    await site.clock.advance(60_000);
    await site.tell('relay', FLASH_1, 2000);
    expect(strains()).toHaveLength(1);
  });

  test('a coil that is held is noted while it is still held, once', async () => {
    await site.tell('relay', RELAY_1_ON, 900);
    expect(strains()).toEqual([]);
    await site.clock.advance(5000);
    expect(strains()).toEqual(['relay too-long']);
    await site.tell('relay', ALL_OFF);
    expect(site.sim.cabinet.door('A08').state().bolt).toBe('out');
  });

  test('two coils of one supply at once are noted, two of different supplies are not', async () => {
    await site.tell('bcc-1', BCC1_OPEN_1, 50);
    await site.tell('relay', FLASH_1, 50);
    expect(strains()).toEqual([]);
    await site.tell('wkly', WKLY_OPEN_1, 1000);
    expect(strains()).toEqual(['wkly two-on-supply']);
    expect(site.sim.state().supplies).toContainEqual({ id: 'main', drawing: 0, dips: 1 });
  });

  test('reboot-on-dip: the board loses its power, its coil drops, it is deaf for a while, then it answers', async () => {
    await fault('bcc-1', 'reboot-on-dip');
    await site.tell('bcc-1', BCC1_OPEN_1, 20);
    await site.tell('wkly', WKLY_OPEN_1, 500);
    expect(site.sim.cabinet.door('A01').open).toBe(false);
    expect(site.sim.cabinet.door('A04').open).toBe(true);
    await site.tell('bcc-1', '80010133b3', 100);
    expect(site.heard('bcc-1')).toEqual([]);
    await site.clock.advance(1000);
    await site.tell('bcc-1', '80010133b3', 100);
    expect(site.heard('bcc-1')).toEqual(['8001011191']);
  });

  test('dipSupply: everything on the supply reboots at once', async () => {
    await site.tell('relay', FLASH_2, 100);
    await perform(site.sim, 'dipSupply', { supply: 'relays' });
    expect(site.sim.state().supplies).toContainEqual({ id: 'relays', drawing: 0, dips: 0 });
    await site.clock.advance(1000);
  });

  test('dead-channel: the board answers, nothing moves, and no current flows', async () => {
    await fault('bcc-1', 'dead-channel', { channel: 1 });
    await site.tell('bcc-1', BCC1_OPEN_1, 500);
    expect(site.heard('bcc-1')).toEqual(['8a0101119b']);
    expect(site.sim.cabinet.door('A01').state()).toMatchObject({ door: 'shut', pulses: 0 });
    expect(site.sim.state().devices[0]?.board?.dead).toEqual([1]);
    await perform(site.sim, 'clearFault', { device: 'bcc-1', fault: { name: 'dead-channel', channel: 1 } });
    await site.tell('bcc-1', BCC1_OPEN_1, 500);
    expect(site.sim.cabinet.door('A01').open).toBe(true);
  });

  test('a pulse shorter than the bolt travels moves nothing', async () => {
    site.sim.cabinet.door('A01').energise();
    await site.clock.advance(20);
    site.sim.cabinet.door('A01').release();
    await site.clock.advance(1000);
    expect(site.sim.cabinet.door('A01').state()).toMatchObject({ door: 'shut', pulses: 1 });
  });
});
