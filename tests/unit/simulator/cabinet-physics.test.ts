import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { perform } from '#simulator/verbs.ts';
import { smallSimulator, type SmallSimulator } from '#tests/support/small-site.ts';

describe('the cabinet', () => {
  let site: SmallSimulator;
  const door = (id = 'A01') => site.sim.cabinet.door(id).state();
  const does = (verb: string, args: unknown) => perform(site.sim, verb, args);
  const pulse = async (id = 'A01') => {
    site.sim.cabinet.door(id).pulse(300);
    await site.clock.advance(400);
  };
  beforeEach(() => (site = smallSimulator()));
  afterEach(() => {
    expect(site.clock.pending).toBe(0);
    site.dispose();
  });

  test('a pulse draws the bolt, the spring throws the door ajar, and the bolt comes back out', async () => {
    site.sim.cabinet.door('A01').pulse(300);
    expect(door()).toMatchObject({ door: 'shut', bolt: 'out', switchSaysClosed: true });
    await site.clock.advance(100);
    expect(door()).toMatchObject({ door: 'open', bolt: 'drawn', switchSaysClosed: false });
    await site.clock.advance(200);
    expect(door()).toMatchObject({ door: 'open', bolt: 'out', pulses: 1 });
  });

  test('the history tells what the door did and what its switch said of it, apart', async () => {
    await does('stickFeedback', { compartment: 'A01', at: 'closed' });
    await pulse();
    await does('freeFeedback', { compartment: 'A01' });
    await does('pushDoor', { compartment: 'A01' });
    await does('jamBolt', { compartment: 'A01' });
    await pulse();
    const { moves } = site.sim.history();
    expect(moves.map(({ at, what }) => [at - (moves[0]?.at ?? 0), what])).toEqual([
      ...[
        [0, 'pulse'],
        [40, 'opened'],
        [400, 'says-open'],
        [400, 'shut'],
        [400, 'says-closed'],
        [400, 'pulse'],
      ],
    ]);
    expect(new Set(moves.map(({ compartment, side }) => `${compartment}/${side}`))).toEqual(
      new Set(['A01/front']),
    );
  });

  test('a door pushed shut latches by itself', async () => {
    await pulse();
    await does('pushDoor', { compartment: 'A01' });
    expect(door()).toMatchObject({ door: 'shut', switchSaysClosed: true });
  });

  test('a door swings back while the coil still holds its bolt', async () => {
    site.sim.cabinet.door('A01').pulse(300);
    await site.clock.advance(100);
    await expect(does('pushDoor', { compartment: 'A01' })).rejects.toThrow(/coil still holds/);
    expect(door().door).toBe('open');
    await site.clock.advance(300);
  });

  test('a jammed bolt does not move for the pulses it is jammed for, then opens', async () => {
    await does('jamBolt', { compartment: 'A01', count: 2 });
    await pulse();
    expect(door().door).toBe('shut');
    await pulse();
    expect(door()).toMatchObject({ door: 'shut', jammed: false, pulses: 2 });
    await pulse();
    expect(door().door).toBe('open');
  });

  test('a stuck feedback switch lies about the door but does not hold it', async () => {
    await does('stickFeedback', { compartment: 'A01', at: 'closed' });
    await pulse();
    expect(door()).toMatchObject({ door: 'open', switchSaysClosed: true });
    await does('freeFeedback', { compartment: 'A01' });
    expect(door().switchSaysClosed).toBe(false);
  });

  test('a forced door is open without a pulse', async () => {
    await does('forceDoor', { compartment: 'A01' });
    expect(door()).toMatchObject({ door: 'open', pulses: 0 });
  });

  test('paper goes in and out only while a door is open', async () => {
    await expect(does('putPaper', { compartment: 'A01' })).rejects.toThrow(/is shut/);
    await pulse();
    await does('putPaper', { compartment: 'A01', docket: 'DB1' });
    await does('putPaper', { compartment: 'A01', docket: 'DB2' });
    await does('pushDoor', { compartment: 'A01' });
    await expect(does('takePaper', { compartment: 'A01' })).rejects.toThrow(/is shut/);
    const { bin } = site.sim.state().compartments[0] ?? {};
    expect(bin?.sheets.map((sheet) => sheet.docket)).toEqual(['DB1', 'DB2']);
    expect(bin?.beams).toEqual({ in: 2, out: 0 });
  });

  test('a sheet is in one place only: in the hands, or in one compartment', async () => {
    const sheet = (await does('newSheet', { docket: 'DB1' })) as { id: string };
    await pulse();
    await pulse('A02');
    await does('putPaper', { compartment: 'A01', sheet: sheet.id });
    expect(site.sim.state().hands).toEqual([]);
    await expect(does('putPaper', { compartment: 'A02', sheet: sheet.id })).rejects.toThrow(
      /not in the hands/,
    );
    await does('takePaper', { compartment: 'A01', docket: 'DB1' });
    expect(site.sim.state().hands.map(({ id }) => id)).toEqual([sheet.id]);
  });

  test('the bin sensor reads paper on its spare input, with its own polarity', async () => {
    const { sim } = site;
    const input = (channel: number): boolean => sim.wiring.input('board', channel);
    expect([input(13), input(14)]).toEqual([false, true]);
    await pulse();
    await pulse('A02');
    await does('putPaper', { compartment: 'A01' });
    await does('putPaper', { compartment: 'A02' });
    expect([input(13), input(14)]).toEqual([true, false]);
    await does('stickBinSensor', { compartment: 'A01', at: 'empty' });
    expect(input(13)).toBe(false);
  });

  test('the rear door of a double-sided compartment has its own lock and lets paper through', async () => {
    site.sim.cabinet.door('A02', 'rear').pulse(300);
    await site.clock.advance(400);
    const { doors } = site.sim.state().compartments[1] ?? {};
    expect([doors?.front.door, doors?.rear?.door]).toEqual(['shut', 'open']);
    await does('putPaper', { compartment: 'A02' });
  });

  test.each([
    ['jamBolt', { compartment: 'Z99' }, /no compartment Z99/],
    ['pushDoor', { compartment: 'A01', side: 'rear' }, /no rear door/],
    ['fly', {}, /no verb fly/],
    ['toString', {}, /no verb toString/],
    ['swipe', { device: 'reader', uid: 'XYZ' }, /not an EM card/],
    ['swipe', { device: 'scanner', uid: '0102030405' }, /not a card reader/],
    ['scan', { device: 'scanner' }, /nothing to scan/],
    ['scan', { device: 'scanner', text: '㐂', encoding: 'gbk' }, /cannot be written in gbk/],
    ['scan', { device: 'scanner', hex: '0' }, /not hexadecimal/],
    ['pushDoor', { compartment: 'A01', hard: true }, /hard/],
  ])('%s %j says what is wrong', async (verb, args, message) => {
    await expect(does(verb, args)).rejects.toThrow(message);
  });
});
