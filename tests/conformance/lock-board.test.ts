import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LockBoardConfig } from '#controller/config-devices.ts';
import type { BoardDriver } from '#drivers/lock-boards/board-driver.ts';
import { boardKinds, boardStand, configFor, type BoardStand } from '#tests/support/board-stand.ts';
import { namedDevice, realDriver } from '#tests/support/real-board.ts';

type Feedback = LockBoardConfig['feedback'];
/** Lets calls of a driver come to their end: time by hand for the simulator, real time for hardware. */
interface Subject {
  readonly driver: BoardDriver;
  readonly channels: number;
  settled<R>(call: Promise<R>): Promise<R>;
}
const ofStand = (stand: BoardStand): Subject => ({
  ...{ driver: stand.driver, channels: stand.config.channels },
  settled: (call) => stand.settled(call),
});

/** What every lock board must do, whoever answers: hardware too. Nothing here moves a bolt. */
const quietPromises = (make: () => Promise<Subject>): void => {
  it('reads an input for each channel, the same twice', async () => {
    const { driver, channels, settled } = await make();
    const first = await settled(driver.readAll());
    const second = await settled(driver.readAll());
    if (first.kind !== 'inputs') throw new Error(`it answered ${JSON.stringify(first)}`);
    expect(first.inputs.length).toBeGreaterThanOrEqual(channels);
    expect(second).toEqual(first);
    if (first.items) expect(first.items.length).toBeGreaterThanOrEqual(channels);
  });

  it.each([0, -1, 1.5, 51, Number.NaN])('refuses channel %d without a byte on the line', async (channel) => {
    const { driver, settled } = await make();
    expect(await settled(driver.open(channel))).toMatchObject({ kind: 'not-sent' });
  });
};

describe.each(boardKinds)('%s: driver and simulated firmware', (kind) => {
  quietPromises(() => Promise.resolve(ofStand(boardStand(kind))));

  it('opens exactly one lock, with exactly one frame', async () => {
    const stand = boardStand(kind);
    const reply = await stand.settled(stand.driver.open(3));
    expect(stand.pulses).toEqual([3]);
    const written = stand.requests.filter((frame) => frame === stand.requests[0]);
    expect(written).toHaveLength(1);
    if (stand.driver.answersOpen) expect(reply.kind).toBe('opened');
    else expect(reply).toEqual({ kind: 'unknown', why: 'silent', sent: 'yes', raw: null });
    const read = await stand.settled(stand.driver.readAll());
    expect(read.kind === 'inputs' && read.inputs.map((set) => !set).indexOf(true)).toBe(2);
  });

  it('opens each of its channels and no other', async () => {
    const stand = boardStand(kind);
    for (let channel = 1; channel <= stand.config.channels; channel += 1)
      await stand.settled(stand.driver.open(channel));
    expect(stand.pulses).toEqual(Array.from({ length: stand.config.channels }, (_, i) => i + 1));
    expect(stand.driven.size).toBe(0);
  });

  const truthful = async (wired: Feedback, told: Feedback): Promise<boolean> => {
    const stand = boardStand(kind, { feedback: wired }, { feedback: told });
    stand.jammed.add(1);
    const jammed = await stand.settled(stand.driver.open(1));
    const moved = await stand.settled(stand.driver.open(2));
    return jammed.kind !== 'opened' && moved.kind !== 'still-closed';
  };
  it('never says "opened" of a bolt that did not move, and never "still closed" of one that did', async () => {
    expect(await truthful('closed_when_set', 'closed_when_set')).toBe(true);
    expect(await truthful('open_when_set', 'open_when_set')).toBe(true);
  });

  it('planted mutant: a driver with the polarity inverted would lie, where it says anything at all', async () => {
    const { answersOpen } = boardStand(kind).driver;
    expect(await truthful('closed_when_set', 'open_when_set')).toBe(!answersOpen);
    expect(await truthful('open_when_set', 'closed_when_set')).toBe(!answersOpen);
  });

  it('on a line that echoes, and is said to, hears what is true and takes out every echo', async () => {
    for (const jammed of [false, true]) {
      const stand = boardStand(kind, { echo: true });
      stand.line.faults.set({ name: 'echo' });
      if (jammed) stand.jammed.add(3);
      const reply = await stand.settled(stand.driver.open(3));
      if (stand.driver.answersOpen) expect(reply.kind).toBe(jammed ? 'still-closed' : 'opened');
      else expect(reply).toMatchObject({ kind: 'unknown', why: 'silent', sent: 'yes' });
      const read = await stand.settled(stand.driver.readAll());
      expect(read.kind === 'inputs' && read.inputs[2]).toBe(jammed);
      expect(stand.driver.counters()).toMatchObject({ echoes: stand.requests.length, unexpectedEchoes: 0 });
      expect(stand.driver.advice()).toBeNull();
    }
  });

  it('told of an echo that there is not, it claims nothing false', async () => {
    const stand = boardStand(kind, { echo: true });
    stand.jammed.add(3);
    expect((await stand.settled(stand.driver.open(3))).kind).not.toBe('opened');
    const read = await stand.settled(stand.driver.readAll());
    expect(read.kind === 'inputs' && read.inputs[2]).toBe(true);
  });

  it('says so when the line echoes and the configuration does not', async () => {
    const stand = boardStand(kind);
    expect(stand.driver.advice()).toBeNull();
    stand.line.faults.set({ name: 'echo' });
    await stand.settled(stand.driver.readAll());
    expect(stand.driver.advice()).toMatchObject({
      code: 'echo-heard',
      fix: expect.stringContaining('"echo": true'),
    });
  });

  it('leaves the line to others soon after an open that is not answered', async () => {
    const stand = boardStand(kind);
    const order: string[] = [];
    void stand.driver.open(1).then(() => order.push('open'));
    void stand.driver.readAll().then(() => order.push('read'));
    await stand.clock.advance(500);
    expect(order).toEqual(stand.driver.answersOpen ? expect.any(Array) : ['open', 'read']);
    await stand.clock.advance(3000);
    expect(order).toEqual(expect.arrayContaining(['open', 'read']));
  });

  it('tells what its item sensors see, where it has some', async () => {
    const stand = boardStand(kind);
    stand.items.add(5);
    const read = await stand.settled(stand.driver.readAll());
    if (read.kind !== 'inputs') throw new Error('no inputs');
    if (kind.includes('kerong')) expect(read.items?.indexOf(true)).toBe(4);
    else expect(read.items).toBeNull();
  });

  it('moves nothing by reading, and nothing when its line comes up', async () => {
    const stand = boardStand(kind);
    await stand.settled(stand.driver.readAll());
    if (stand.driver.atLineUp) expect(await stand.settled(stand.driver.atLineUp())).toBe(true);
    expect(stand.pulses).toEqual([]);
  });

  it('says so when there is no line, and sends nothing later', async () => {
    const stand = boardStand(kind);
    stand.pair.cut('pulled');
    await stand.clock.advance(1);
    expect(await stand.settled(stand.driver.open(1))).toMatchObject({ kind: 'not-sent' });
    expect(await stand.settled(stand.driver.readAll())).toMatchObject({ kind: 'link-down' });
    expect(stand.requests).toEqual([]);
  });

  it('does not know whether it was sent when the line goes under it', async () => {
    const stand = boardStand(kind);
    stand.pair.line('stalled');
    const reply = stand.driver.open(1);
    await stand.clock.advance(50);
    stand.pair.cut('pulled');
    expect(await stand.settled(reply)).toMatchObject({ kind: 'unknown', why: 'link-down', sent: 'unknown' });
  });

  it('leaves nothing running behind', async () => {
    const stand = boardStand(kind);
    void stand.driver.open(1);
    void stand.driver.readAll();
    await stand.clock.advance(5);
    stand.bus.detach('over');
    stand.driver.dispose();
    stand.pair.cut('over');
    await stand.clock.advance(700);
    expect(stand.clock.pending).toBe(0);
  });
});

describe('what only some boards can do', () => {
  it.each(['lock-board/bcc8a', 'lock-board/wkly'] as const)(
    '%s reports a door unasked: a hint to read, with the right channel',
    async (kind) => {
      const stand = boardStand(kind);
      if ('setPushes' in stand.board) stand.board.setPushes('on');
      const hints: number[] = [];
      const off = stand.driver.onHint((channel) => hints.push(channel));
      stand.open.add(7);
      if ('inputsMayHaveChanged' in stand.board) stand.board.inputsMayHaveChanged();
      await stand.clock.advance(500);
      void stand.driver.readAll();
      await stand.clock.advance(500);
      off();
      expect([hints, stand.driver.counters()['hints']]).toEqual([[7], 1]);
    },
  );

  it('wkly flashes the lamp of a channel, and no bolt moves', async () => {
    const stand = boardStand('lock-board/wkly');
    expect(await stand.settled(stand.driver.flash?.(7) ?? Promise.resolve(false))).toBe(true);
    expect(await stand.settled(stand.driver.flash?.(99) ?? Promise.resolve(true))).toBe(false);
    expect([stand.flashed, stand.pulses]).toEqual([[7], []]);
  });

  it('a relay board is told to switch all off when its line comes up, and lights lamps', async () => {
    const stand = boardStand('lock-board/modbus-relay');
    expect(await stand.settled(stand.driver.lamp?.(8, true) ?? Promise.resolve(false))).toBe(true);
    expect([...stand.driven]).toEqual([8]);
    expect(await stand.settled(stand.driver.atLineUp?.() ?? Promise.resolve(false))).toBe(true);
    expect(stand.driven.size).toBe(0);
  });

  it('a relay pulse is timed by the board: it ends although nobody says anything more', async () => {
    const stand = boardStand('lock-board/modbus-relay', { pulseMs: 300 });
    void stand.driver.open(2);
    await stand.clock.advance(50);
    stand.pair.cut('the controller died');
    expect([...stand.driven]).toEqual([2]);
    await stand.clock.advance(300);
    expect(stand.driven.size).toBe(0);
  });

  it('a kerong-cu48 that answers in the other layout is read all the same', async () => {
    const stand = boardStand('lock-board/kerong-cu48');
    if ('otherLayout' in stand.board) stand.board.otherLayout = true;
    stand.open.add(48);
    const read = await stand.settled(stand.driver.readAll());
    expect(read).toMatchObject({ kind: 'inputs', items: null });
    expect(read.kind === 'inputs' && read.inputs.indexOf(false)).toBe(47);
  });
});

const named = namedDevice(process.env['DOCKETBOX_BOARD']);
describe.skipIf(named === null)(
  'hardware: DOCKETBOX_BOARD=lock-board/wkly@serial:/dev/ttyUSB0?address=1 names none',
  { timeout: 20_000 },
  () => {
    const config = named ?? configFor('lock-board/bcc8a');
    const channel = Number(process.env['DOCKETBOX_BOARD_CHANNEL'] ?? '0');
    let real: { driver: BoardDriver; end(): Promise<void> } | null = null;
    const driver = (): BoardDriver => {
      if (!real) throw new Error('the line is not open');
      return real.driver;
    };
    beforeAll(async () => void (real = await realDriver<BoardDriver>(config)));
    afterAll(() => real?.end());

    quietPromises(() =>
      Promise.resolve({ driver: driver(), channels: config.channels, settled: (call) => call }),
    );

    it.skipIf(channel === 0)('opens the lock of DOCKETBOX_BOARD_CHANNEL, and its input says so', async () => {
      const before = await driver().readAll();
      const reply = await driver().open(channel);
      expect(['opened', 'unknown']).toContain(reply.kind);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const after = await driver().readAll();
      if (before.kind !== 'inputs' || after.kind !== 'inputs') throw new Error('it stopped answering');
      expect(after.inputs[channel - 1]).not.toBe(before.inputs[channel - 1]);
    });
  },
);
