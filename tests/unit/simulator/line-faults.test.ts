import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { perform } from '#simulator/verbs.ts';
import { smallSimulator, type SmallSimulator } from '#tests/support/small-site.ts';

const READ = '80010033b2';
/** Doors 1 to 3 shut (set), bin 14 empty (set). */
const ANSWER = '80010020073395';

describe('faults on the wire', () => {
  let site: SmallSimulator;
  const fault = (name: string, args: object = {}) =>
    perform(site.sim, 'setFault', { device: 'board', fault: { name, ...args } });
  const read = async (ms = 100) => {
    site.tell('board', READ);
    await site.clock.advance(ms);
  };
  beforeEach(() => (site = smallSimulator()));
  afterEach(() => site.dispose());

  test('without a fault a frame arrives whole and once', async () => {
    await read();
    expect(site.heard('board')).toEqual([ANSWER]);
  });

  test('silent: the board acts and nobody hears its answer', async () => {
    await fault('silent');
    site.tell('board', '8a0101119b');
    await site.clock.advance(500);
    expect(site.heard('board')).toEqual([]);
    expect(site.sim.cabinet.door('A01').open).toBe(true);
  });

  test('silent, request lost: the board never acts', async () => {
    await fault('silent', { lose: 'request' });
    site.tell('board', '8a0101119b');
    await site.clock.advance(500);
    expect(site.heard('board')).toEqual([]);
    expect(site.sim.cabinet.door('A01').state().pulses).toBe(0);
  });

  test('next one only: a count runs out', async () => {
    await fault('silent', { count: 1 });
    await read();
    await read();
    expect(site.heard('board')).toEqual([ANSWER]);
    expect(site.sim.state().devices[0]?.faults).toEqual([]);
  });

  test('echo: the host hears itself first', async () => {
    await fault('echo');
    await read();
    expect(site.heard('board')).toEqual([READ, ANSWER]);
  });

  test('late-reply: the answer comes after that of the next request', async () => {
    await fault('late-reply', { delayMs: 700, count: 1 });
    site.tell('board', '80010133b3');
    await site.clock.advance(300);
    await read();
    expect(site.heard('board')).toEqual([ANSWER]);
    await site.clock.advance(1000);
    expect(site.heard('board')).toEqual([ANSWER, '8001011191']);
  });

  test('split: byte by byte, with gaps, nothing lost', async () => {
    await fault('split', { gapMs: 20 });
    site.tell('board', READ);
    await site.clock.advance(50);
    expect(site.heard('board')).toHaveLength(3);
    await site.clock.advance(500);
    expect(site.heard('board').join('')).toBe(ANSWER);
    expect(site.heard('board')).toHaveLength(7);
  });

  test('merged: glued behind a report of the board itself, in one chunk', async () => {
    await fault('merged');
    await read();
    expect(site.heard('board')).toEqual([`81011800${'98'}${ANSWER}`]);
  });

  test('merged: two scans within the window arrive as one chunk', async () => {
    await perform(site.sim, 'setFault', { device: 'scanner', fault: { name: 'merged' } });
    await perform(site.sim, 'scan', { device: 'scanner', text: 'A' });
    await perform(site.sim, 'scan', { device: 'scanner', text: 'B' });
    await site.clock.advance(100);
    expect(site.heard('scanner')).toEqual(['410d420d']);
  });

  test('flipped-bit: exactly the named bit differs', async () => {
    await fault('flipped-bit', { byte: 4, bit: 1 });
    await read();
    expect(site.heard('board')).toEqual(['80010020053395']);
  });

  test('flipped-bit on the request: the board hears nothing it knows', async () => {
    await fault('flipped-bit', { on: 'request', byte: 2, bit: 0 });
    await read();
    expect(site.heard('board')).toEqual([]);
  });

  test('foreign-address: a well-formed frame of another board, instead or before', async () => {
    await fault('foreign-address', { count: 1 });
    await read();
    await fault('foreign-address', { where: 'before', address: 9 });
    await read();
    expect(site.heard('board')).toEqual(['80020020073396', `8009002007339d${ANSWER}`]);
  });

  test('garbage: before, after or instead', async () => {
    for (const where of ['before', 'after', 'instead']) {
      await fault('garbage', { where, hex: 'ff 00', count: 1 });
      await read();
    }
    expect(site.heard('board')).toEqual([`ff00${ANSWER}`, `${ANSWER}ff00`, 'ff00']);
  });

  test('truncated: only the first bytes arrive', async () => {
    await fault('truncated', { bytes: 4 });
    await read();
    expect(site.heard('board')).toEqual([ANSWER.slice(0, 8)]);
  });

  test('clearing mends the line; the tape remembers what was lost', async () => {
    await fault('silent');
    await fault('echo');
    await read();
    await perform(site.sim, 'clearFault', { device: 'board' });
    await read();
    expect(site.heard('board')).toEqual([READ, ANSWER]);
    expect(site.sim.state().tape.map(({ direction, note }) => [direction, note])).toEqual([
      ['out', 'echo'],
      ['in', null],
      ['out', 'lost: silent'],
      ['in', null],
      ['out', null],
    ]);
  });

  test('jammed-bolt and stuck-feedback strike the door: the open reply says still closed', async () => {
    await perform(site.sim, 'setFault', { fault: { name: 'jammed-bolt', compartment: 'A01', count: 1 } });
    site.tell('board', '8a0101119b');
    await site.clock.advance(500);
    await perform(site.sim, 'setFault', {
      fault: { name: 'stuck-feedback', compartment: 'A01', at: 'closed' },
    });
    site.tell('board', '8a0101119b');
    await site.clock.advance(500);
    await perform(site.sim, 'clearFault', { fault: { name: 'stuck-feedback', compartment: 'A01' } });
    site.tell('board', '8a0101119b');
    await site.clock.advance(500);
    expect(site.heard('board')).toEqual(['8a0101119b', '8a0101119b', '8a0101008a']);
  });

  test('open_when_set wiring turns every feedback bit around', async () => {
    site.dispose();
    site = smallSimulator({ feedback: 'open_when_set' });
    await read();
    site.tell('board', '8a0101119b');
    await site.clock.advance(500);
    expect(site.heard('board')).toEqual(['80010020003392', '8a0101119b']);
  });

  test('a board configured with echo echoes from the start', async () => {
    site.dispose();
    site = smallSimulator({ echo: true });
    await read();
    expect(site.heard('board')).toEqual([READ, ANSWER]);
  });
});
