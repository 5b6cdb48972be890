import { describe, expect, it } from 'vitest';
import type { ReadReply } from '#controller/ports/locks.ts';
import { boardKinds, boardStand, type BoardKind, type BoardStand } from '#tests/support/board-stand.ts';

const answering = ['lock-board/bcc8a', 'lock-board/wkly', 'lock-board/modbus-relay'] as const;
/** Opens channel 3; its reply is kept back and comes with the next request. */
const withOneOwed = async (kind: BoardKind): Promise<BoardStand> => {
  const stand = boardStand(kind);
  stand.line.faults.set({ name: 'reply-in-next-exchange', channel: 'any', afterMs: 1, count: 1 });
  expect(await stand.settled(stand.driver.open(3))).toMatchObject({ kind: 'unknown', why: 'silent' });
  return stand;
};

describe.each(answering)('%s: a reply that comes an exchange late', (kind) => {
  it('is not the answer to the next open of that channel, whose bolt did not move', async () => {
    const stand = await withOneOwed(kind);
    stand.open.delete(3);
    stand.jammed.add(3);
    const reply = await stand.settled(stand.driver.open(3));
    expect(reply.kind).not.toBe('opened');
  });

  it('is not the answer to an open of another channel', async () => {
    const stand = await withOneOwed(kind);
    stand.jammed.add(4);
    expect((await stand.settled(stand.driver.open(4))).kind).not.toBe('opened');
    expect(stand.driver.counters()).toMatchObject(
      kind === 'lock-board/modbus-relay' ? { otherFrames: 1 } : { lateReplies: 1 },
    );
  });

  it('is not the answer to a read', async () => {
    const stand = await withOneOwed(kind);
    const read = await stand.settled(stand.driver.readAll());
    expect(read.kind === 'inputs' && read.inputs[2]).toBe(false);
  });

  it('is forgotten after ten seconds: an open is believed again', async () => {
    const stand = boardStand(kind);
    stand.line.faults.set({ name: 'silent', lose: 'reply', count: 1 });
    await stand.settled(stand.driver.open(3));
    await stand.clock.advance(10_000);
    expect((await stand.settled(stand.driver.open(3))).kind).toBe('opened');
  });
});

describe.each(boardKinds)('%s on a line that is late', (kind) => {
  it('does not show a closed door behind a pulse from before it', async () => {
    const stand = boardStand(kind);
    // A read whose answer comes when nobody waits: the line is late, and says so.
    stand.line.faults.set({ name: 'late-reply', delayMs: 700, count: 1 });
    expect((await stand.settled(stand.driver.readAll(), 650)).kind).toBe('silent');
    await stand.clock.advance(200);
    expect(stand.driver.counters()['lateReplies']).toBe(1);
    // From now on an open that is not answered leaves readings of "closed" in doubt; "open" is not.
    stand.line.faults.set({ name: 'silent', lose: 'reply', count: stand.driver.answersOpen ? 1 : undefined });
    await stand.settled(stand.driver.open(3), 1600);
    stand.line.faults.clear();
    stand.open.delete(3);
    const doubted: ReadReply = await stand.settled(stand.driver.readAll(), 600);
    expect(doubted.kind).toBe('garbled');
    stand.open.add(3);
    expect((await stand.settled(stand.driver.readAll(), 600)).kind).toBe('inputs');
    stand.open.delete(3);
    await stand.clock.advance(10_000);
    expect((await stand.settled(stand.driver.readAll(), 600)).kind).toBe('inputs');
  });
});
