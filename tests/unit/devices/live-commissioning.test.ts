import { describe, expect, test } from 'vitest';
import { liveCommissioning } from '#controller/devices/live-commissioning.ts';
import { compartment } from '#controller/domain/compartment.ts';
import type { CommissioningOutcome, CommissioningSay } from '#controller/ports/commissioning.ts';
import { deviceBench, type BenchOptions } from '#tests/support/device-bench.ts';

/** A running site, a technician, and what the technician can see of the doors. */
const running = async (options: BenchOptions & { readonly wiredOpen?: boolean } = {}) => {
  const bench = await deviceBench(options);
  let ids = 0;
  const desk = liveCommissioning({
    ...{ clock: bench.clock, desk: bench.desk, actuator: bench.actuator, input: bench.devices.input },
    config: bench.config,
    entropy: { id: () => `intent-${(ids += 1)}` },
    reads: (id) => bench.devices.health().find((one) => one.id === id)?.counters['reads'] ?? 0,
    echoes: (id) => bench.devices.health().find((one) => one.id === id)?.counters['unexpectedEchoes'] ?? 0,
  });
  await bench.start();
  return {
    ...bench,
    commissioning: desk,
    takeOut: (id: string) =>
      bench.desk.decide(
        compartment,
        id,
        { type: 'ChangeService', service: 'out-of-service', reason: 'new lock' },
        { actor: '9', station: null, cause: 'c' },
      ),
    say: async (said: CommissioningSay): Promise<CommissioningOutcome> => {
      const saying = desk.say('board', said, '9');
      await bench.clock.advance(20_000);
      return await saying;
    },
  };
};
const stepOf = (outcome: CommissioningOutcome) => (outcome.ok ? outcome.run.step : outcome.refusal.code);

describe('commissioning on the running site', () => {
  test('opens by a durable intent, once, and finds a sound lock in order', async () => {
    const site = await running();
    site.takeOut('A3');
    expect(stepOf(site.commissioning.begin('board', 'A3', 'front'))).toBe('close');
    expect(stepOf(await site.say({ say: 'closed' }))).toBe('permit');
    expect(site.board.pulses).toEqual([]);
    expect(stepOf(await site.say({ say: 'open' }))).toBe('which');
    expect(site.board.pulses).toMatchObject([{ channel: 3 }]);
    const [intent] = site.events().filter(({ type }) => type === 'OpenRequested');
    expect(intent).toMatchObject({
      ...{ actor: '9', stream: 'compartment:A3' },
      payload: { person: '9', reason: 'maintenance', device: 'board', channel: 3, attempt: 1 },
    });
    expect(stepOf(await site.say({ say: 'open' }))).toBe('wrong-state');
    expect(stepOf(await site.say({ say: 'door', number: 3 }))).toBe('close-again');
    site.board.open.clear();
    expect(await site.say({ say: 'closed' })).toMatchObject({
      run: { step: 'done', pulses: 1, findings: [{ code: 'in-order', change: null }] },
    });
    expect(site.board.pulses).toHaveLength(1);
    expect(site.history(3).filter((type) => type.startsWith('Door'))).not.toContain('DoorForced');
    expect(await site.stop()).toBe(0);
  });

  test('a compartment in service, a door of another board, an unknown board: nothing begins', async () => {
    const site = await running();
    expect(site.commissioning.begin('board', 'A3', 'front')).toEqual({
      ok: false,
      refusal: { code: 'wrong-state', values: { state: 'in-service', needed: 'out-of-service' } },
    });
    expect(stepOf(site.commissioning.begin('board', 'A3', 'rear'))).toBe('no-such');
    expect(stepOf(site.commissioning.begin('printer', 'A3', 'front'))).toBe('no-such');
    expect(stepOf(await site.say({ say: 'open' }))).toBe('no-such');
    await site.stop();
  });

  test('with the polarity the wrong way round the closed door is not asked to open, and the line is proposed', async () => {
    const site = await running({ feedback: 'open_when_set' });
    // The bench wires as it is configured: here the doors say open all the time.
    for (let channel = 1; channel <= 12; channel += 1) site.board.stuck.set(channel, true);
    await site.clock.advance(3000);
    site.takeOut('A1');
    site.commissioning.begin('board', 'A1', 'front');
    expect(stepOf(await site.say({ say: 'closed' }))).toBe('permit');
    const outcome = await site.say({ say: 'open' });
    expect(outcome).toMatchObject({
      run: {
        step: 'done',
        findings: [{ code: 'failed' }, { code: 'reads-open', change: '"feedback": "closed_when_set"' }],
      },
    });
    expect(site.board.pulses).toEqual([]);
    await site.stop();
  });

  test('a silent board ends the run with why', async () => {
    const site = await running();
    site.takeOut('A1');
    site.commissioning.begin('board', 'A1', 'front');
    site.board.fault = 'silent';
    await site.clock.advance(5000);
    expect(await site.say({ say: 'closed' })).toMatchObject({
      run: { step: 'done', findings: [{ code: 'failed', values: { why: 'offline' } }] },
    });
    await site.stop();
  });
});
