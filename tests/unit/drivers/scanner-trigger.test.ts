import { describe, expect, it } from 'vitest';
import type { ScanDiscard } from '#controller/ports/scanner.ts';
import { bytesOf, hexOf } from '#drivers/framing/bytes.ts';
import { sieve } from '#drivers/scanners/newland-answers.ts';
import { answerMs, pauseMs, rearmMs } from '#drivers/scanners/trigger.ts';
import { inChunks, scannerBench, type ScanShown } from '#tests/support/listening-bench.ts';
import { vectorsOf } from '#tests/support/vectors.ts';

interface Command {
  readonly kind: 'scanner/serial' | 'scanner/hid-pos';
  readonly trigger: 'honeywell' | 'newland';
  readonly does: 'on' | 'off';
}
interface Reply {
  readonly setting: Readonly<Record<string, unknown>>;
  readonly answers: readonly string[];
  readonly scans: readonly ScanShown[];
  readonly discards: readonly ScanDiscard[];
}
const all = vectorsOf<Command & Reply>('scanner-triggers');
const commands = all.filter(({ direction }) => direction === 'request');
const replies = all.filter(({ direction }) => direction === 'reply');
const command = (kind: string, trigger: string, does: 'on' | 'off'): string =>
  hexOf(
    bytesOf(
      commands.find(
        ({ meaning }) => meaning.kind === kind && meaning.trigger === trigger && meaning.does === does,
      )?.hex ?? '',
    ),
  );
const bench = (trigger: string, kind = 'scanner/serial', settings: Readonly<Record<string, unknown>> = {}) =>
  scannerBench({
    kind,
    trigger,
    link: kind === 'scanner/serial' ? 'serial:/x' : 'hid:0c2e:0b81',
    ...settings,
  });
const ack = bytesOf(replies[0]?.hex ?? '');

describe.each(commands)('$name', ({ hex, meaning: { kind, trigger, does } }) => {
  it('is what the wish puts on the wire', async () => {
    const { clock, scanner, plug } = bench(trigger, kind);
    scanner.trigger?.(does === 'on');
    const { sent, detach } = plug();
    await clock.advance(0);
    expect(sent).toEqual([hexOf(bytesOf(hex))]);
    detach();
    expect(clock.pending).toBe(0);
  });
});

describe.each(replies)('$name', ({ hex, meaning: { setting, answers, scans, discards } }) => {
  it.each([1, 4, 1000])('in pieces of %i bytes is never a scan', async (size) => {
    const got = bench('newland', 'scanner/serial', setting);
    const { detach, say } = got.plug();
    await say(inChunks(bytesOf(hex), size));
    detach();
    expect({ scans: got.scans, discards: got.discards }).toEqual({ scans, discards });
    const refused = answers.filter((answer) => answer !== 'ack').length;
    expect(got.scanner.counters()['commandsRefused']).toBe(refused);
    expect(got.clock.pending).toBe(0);
  });
  it('planted mutant: without the sieve it would be, or would spoil one', async () => {
    const got = bench('none', 'scanner/serial', setting);
    const { say } = got.plug();
    await say([bytesOf(hex), Uint8Array.of(0x0d)]);
    expect({ scans: got.scans, discards: got.discards }).not.toEqual({ scans, discards });
  });
  it('is told apart', () => {
    expect(sieve(new Uint8Array(), bytesOf(hex)).answers).toEqual(answers);
  });
});

describe('a scanner switched by command', () => {
  it.each(['scanner/serial', 'scanner/hid-pos'])('%s without a trigger is sent nothing', async (kind) => {
    const { clock, scanner, plug } = bench('none', kind);
    const { sent } = plug();
    scanner.trigger?.(true);
    await clock.advance(10_000);
    scanner.trigger?.(false);
    await clock.advance(10_000);
    expect(sent).toEqual([]);
  });

  it('is told again after its own time limit while scans are wanted, and not after', async () => {
    const { clock, scanner, plug } = bench('honeywell');
    const { sent, detach } = plug();
    scanner.trigger?.(true);
    await clock.advance(3 * rearmMs);
    scanner.trigger?.(false);
    await clock.advance(3 * rearmMs);
    const [on, off] = (['on', 'off'] as const).map((does) => command('scanner/serial', 'honeywell', does));
    expect(sent).toEqual([on, on, on, on, off]);
    detach();
    expect(clock.pending).toBe(0);
  });

  it('is told again after every code: a read ends its reading', async () => {
    const { clock, scanner, scans, plug } = bench('honeywell');
    const { sent, say } = plug();
    scanner.trigger?.(true);
    await say([Buffer.from('DB1\r')]);
    await clock.advance(0);
    expect(scans).toHaveLength(1);
    expect(sent).toHaveLength(2);
  });

  it('is told the last wish when its line comes back', async () => {
    const { clock, scanner, plug } = bench('honeywell');
    const before = plug();
    scanner.trigger?.(true);
    await clock.advance(0);
    before.detach();
    scanner.trigger?.(false);
    const after = plug();
    await clock.advance(0);
    expect(after.sent).toEqual([command('scanner/serial', 'honeywell', 'off')]);
  });
});

describe('a Newland scanner', () => {
  const [on, off] = (['on', 'off'] as const).map((does) => command('scanner/serial', 'newland', does));

  it('gets its next command only after its answer and a pause, and only the last wish', async () => {
    const { clock, scanner, plug } = bench('newland');
    const { sent, say } = plug();
    for (const wish of [true, false, true, false]) scanner.trigger?.(wish);
    await clock.advance(1000);
    expect(sent).toEqual([on]);
    await say([ack]);
    await clock.advance(pauseMs - 1);
    expect(sent).toEqual([on]);
    await clock.advance(1);
    expect(sent).toEqual([on, off]);
  });

  it('that does not answer is counted and told the next wish all the same', async () => {
    const { clock, scanner, plug } = bench('newland');
    const { sent } = plug();
    scanner.trigger?.(true);
    scanner.trigger?.(false);
    await clock.advance(answerMs);
    expect(sent).toEqual([on, off]);
    expect(scanner.counters()['commandsUnanswered']).toBe(1);
  });

  it('whose answer is cut off loses it, and the next scan is whole', async () => {
    const { clock, scans, discards, plug } = bench('newland');
    const { say } = plug();
    await say([ack.subarray(0, 9)]);
    await clock.advance(1000);
    await say([Buffer.from('WHOLE\r')]);
    expect(discards).toEqual([{ reason: 'undecodable', bytes: 9 }]);
    expect(scans.map(({ text }) => text)).toEqual(['WHOLE']);
  });
});
