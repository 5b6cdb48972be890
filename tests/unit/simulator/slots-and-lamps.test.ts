import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { perform } from '#simulator/verbs.ts';
import { fullSimulator, type FullSimulator } from '#tests/support/full-site.ts';

/** Reads four inputs of the box of inputs: outer beam, inner beam (clear when set), bin, bin full. */
const READ = '02020000000479fa';
const OUTER = 1;
const INNER = 2;
const BIN = 4;
const FULL = 8;

describe('slot, bin and lamps', () => {
  let site: FullSimulator;
  const does = (verb: string, args: object = {}) => perform(site.sim, verb, { compartment: 'A08', ...args });
  /** The four inputs, the inner beam turned the right way round. */
  const inputs = async (): Promise<number> => {
    await site.tell('beams', READ, 20);
    const [reply = ''] = site.heard('beams');
    expect(reply).toMatch(/^020201/);
    return parseInt(reply.slice(6, 8), 16) ^ INNER;
  };
  const compartment = () => site.sim.state().compartments.find(({ id }) => id === 'A08');
  beforeEach(() => (site = fullSimulator()));
  afterEach(() => {
    expect(site.clock.pending).toBe(0);
    site.dispose();
  });

  test('a piece pushed in breaks the outer beam, both, the inner one, and lies in the bin', async () => {
    const sheet = (await does('slideIn', { docket: 'DB1', beamMs: 200, offsetMs: 100 })) as { id: string };
    const seen = [await inputs()];
    await site.clock.advance(100);
    seen.push(await inputs());
    await site.clock.advance(80);
    seen.push(await inputs());
    await site.clock.advance(200);
    seen.push(await inputs());
    expect(seen).toEqual([OUTER, OUTER + INNER, INNER, BIN]);
    expect(compartment()?.bin.sheets).toEqual([{ id: sheet.id, docket: 'DB1', label: null }]);
    expect(site.sim.history().moves.map(({ what }) => what)).toEqual(['slid-in']);
  });

  test('a piece fished out breaks the inner beam first', async () => {
    await does('slideIn');
    await site.clock.advance(1000);
    await does('slideOut', { beamMs: 200, offsetMs: 100 });
    expect(await inputs()).toBe(INNER);
    await site.clock.advance(1000);
    expect(site.sim.history().moves.map(({ what }) => what)).toEqual(['slid-in', 'slid-out']);
    expect(site.sim.state().hands).toHaveLength(1);
    await expect(does('slideOut')).rejects.toThrow(/no such sheet/);
  });

  test('a piece turned back has broken both beams and is in the hands again', async () => {
    await does('slideIn', { turnsBack: true, beamMs: 200, offsetMs: 100 });
    await site.clock.advance(130);
    expect(await inputs()).toBe(OUTER + INNER);
    await site.clock.advance(200);
    expect(await inputs()).toBe(OUTER);
    await site.clock.advance(500);
    expect([await inputs(), site.sim.state().hands.length, site.sim.history().moves]).toEqual([0, 1, []]);
  });

  test('something in the slot keeps beams broken and lets nothing through until it is cleared', async () => {
    await perform(site.sim, 'setFault', {
      fault: { name: 'blocked-slot', compartment: 'A08', beam: 'outer' },
    });
    expect(await inputs()).toBe(OUTER);
    await expect(does('slideIn')).rejects.toThrow(/hangs in the slot/);
    await does('blockSlot');
    expect(await inputs()).toBe(OUTER + INNER);
    await does('clearSlot');
    expect(await inputs()).toBe(0);
  });

  test('a stuck beam says the same whatever passes', async () => {
    await does('stickBeam', { beam: 'inner', at: 'broken' });
    expect(await inputs()).toBe(INNER);
    await does('stickBeam', { beam: 'inner', at: 'clear' });
    await does('slideIn');
    await site.clock.advance(120);
    expect(await inputs()).toBe(OUTER);
    await does('stickBeam', { beam: 'inner', at: 'true' });
    await site.clock.advance(1000);
    expect(await inputs()).toBe(BIN);
  });

  test('the second bin sensor sees paper up to its height, or says what it is stuck at', async () => {
    for (let i = 0; i < 2; i++) {
      await does('slideIn');
      await site.clock.advance(1000);
    }
    expect(await inputs()).toBe(BIN + FULL);
    await does('stickBinSensor', { sensor: 'full', at: 'empty' });
    expect(await inputs()).toBe(BIN);
    await does('stickBinSensor', { at: 'empty' });
    expect(await inputs()).toBe(0);
  });

  test('a compartment without a slot says so', async () => {
    await expect(perform(site.sim, 'slideIn', { compartment: 'A01' })).rejects.toThrow(/has no slot/);
  });

  test('a lamp on a relay is lit while it has current, and no lock is strained by it', async () => {
    await site.tell('relay', '01050006ff006c3b', 5000);
    expect(compartment()?.lamps).toMatchObject({
      documents: { lit: true, flashing: false },
      error: { lit: false },
    });
    await site.tell('relay', '010500ff0000fdfa', 50);
    expect(compartment()?.lamps.documents?.lit).toBe(false);
    expect(site.sim.history().strains).toEqual([]);
  });

  test('a lamp on a WKLY board flashes for a while when told to', async () => {
    const lamp = () => site.sim.state().compartments.find(({ id }) => id === 'A04')?.lamps.documents;
    await site.tell('wkly', '574b4c590900810180', 100);
    expect(site.heard('wkly')).toEqual(['574b4c590a0081000183']);
    expect(lamp()).toEqual({ lit: true, flashing: true });
    await site.clock.advance(3000);
    expect(lamp()?.lit).toBe(false);
  });

  test.each([
    ['cu16', '0200300335', '02003501000100033c', '02003501000000033b'],
    ['cu16c', '020100700376', '02010085020000000000038d', '02010085020002000000038f'],
    ['cu48', '020000600365', '0200007500000000000000000000008003fa', '02000075000000000000000000000000037a'],
  ])('%s: item bits follow what lies in the bin, with its polarity', async (device, read, full, empty) => {
    const { id = '' } = site.sim.state().compartments.find((each) => each.id === boxOf[device]) ?? {};
    await site.tell(device, read);
    expect(site.heard(device)).toEqual([empty]);
    site.sim.cabinet.door(id).force();
    await perform(site.sim, 'putPaper', { compartment: id });
    await perform(site.sim, 'pushDoor', { compartment: id });
    await site.clock.advance(1000);
    await site.tell(device, read);
    expect(site.heard(device)).toEqual([full]);
  });
  const boxOf: Record<string, string> = { cu16: 'A05', cu16c: 'A06', cu48: 'A07' };

  test('cu16c: a door that is pressed shows in the push bits', async () => {
    await perform(site.sim, 'pushDoor', { compartment: 'A06' });
    await site.tell('cu16c', '020100700376');
    expect(site.heard('cu16c')).toEqual(['020100850200020002000391']);
  });
});
