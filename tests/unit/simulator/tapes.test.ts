import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { siteConfig, type LockBoardConfig } from '#controller/config-schema.ts';
import { createBus } from '#drivers/exchange.ts';
import { memoryPair } from '#drivers/links/memory.ts';
import type { BoardDriver } from '#drivers/lock-boards/board-driver.ts';
import { boardDriverOf } from '#drivers/registry.ts';
import { readTape, Recording } from '#simulator/recording.ts';
import { perform } from '#simulator/verbs.ts';
import { fullSimulator, fullSite, type FullSimulator } from '#tests/support/full-site.ts';

const dir = mkdtempSync(join(tmpdir(), 'docketbox-tapes-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
/** A morning at the cabinet as it was recorded: doors opened, one bolt jammed, one answer lost. */
const MORNING = 'tests/tapes/a-morning-at-the-cabinet.jsonl';

const boardConfig = (id: string): LockBoardConfig => {
  const { devices } = fullSite();
  const found = siteConfig.shape.devices.parse(devices).find((device) => device.id === id);
  if (!found || !('feedback' in found)) throw new Error(`no board ${id}`);
  return found;
};

/** The controller's own driver on the simulator's line of that board. */
const driverOn = ({ sim, clock }: FullSimulator, id: string): BoardDriver => {
  const config = boardConfig(id);
  const { timings, make } = boardDriverOf(config.kind);
  const pair = memoryPair(clock);
  const { bus: wires } = sim.device(id);
  const port = wires.port ?? expect.fail(`no port of ${id}`);
  wires.lead({ ...port, send: (bytes) => void pair.far.write(bytes) });
  pair.far.onBytes((bytes) => wires.fromHost(bytes));
  const bus = createBus(clock, timings(config));
  const driver = make(config, bus, clock);
  bus.attach(pair.near);
  return driver;
};

/** What the drivers make of the same morning: every outcome, in order. */
const morning = async (site: FullSimulator, hands: boolean): Promise<unknown[]> => {
  const { sim, clock } = site;
  const wkly = driverOn(site, 'wkly');
  const cu16 = driverOn(site, 'cu16');
  const relay = driverOn(site, 'relay');
  const after = async <T>(call: Promise<T>): Promise<T> => {
    await clock.advance(4000);
    return call;
  };
  const seen: unknown[] = [];
  const note = async (call: Promise<unknown>): Promise<void> => {
    const { at: _at, ...outcome } = { at: null, ...((await after(call)) as object) };
    seen.push(JSON.parse(JSON.stringify(outcome)));
  };
  await note(wkly.readAll());
  await note(wkly.open(1));
  await note(wkly.readAll());
  await note(cu16.open(1));
  await note(cu16.readAll());
  if (hands) await perform(sim, 'jamBolt', { compartment: 'A08' });
  await note(relay.open(1));
  if (hands) await perform(sim, 'setFault', { device: 'relay', fault: { name: 'silent', count: 1 } });
  await note(relay.readAll());
  await note(relay.readAll());
  return seen;
};

const withoutTimes = (lines: string): string => lines.replaceAll(/"ms":[\d.]+/g, '');

describe('a recorded session', () => {
  test('is the same wherever it is recorded, and replays to the same outcomes', async () => {
    const tape = process.env['DOCKETBOX_RECORD_TAPES'] ? MORNING : join(dir, 'again.jsonl');
    const live = fullSimulator();
    const kinds = Object.fromEntries(fullSite().devices.map(({ id, kind }) => [id, kind]));
    const recording = new Recording(tape, kinds, live.clock.now());
    live.sim.tape.record(recording);
    const then = await morning(live, true);
    recording.close();
    live.dispose();
    expect(withoutTimes(readFileSync(tape, 'utf8'))).toBe(withoutTimes(readFileSync(MORNING, 'utf8')));

    const played = fullSimulator();
    played.sim.replay(readTape(MORNING));
    const now = await morning(played, false);
    expect(now).toEqual(then);
    const { replay } = played.sim.state();
    expect(replay?.mismatches).toEqual([]);
    expect(replay?.played).toBe(replay?.of);
    expect(played.sim.history().moves).toEqual([]);
    played.dispose();
  });

  test('a host that does otherwise is told where, and the tape goes on at the next equal request', async () => {
    const site = fullSimulator();
    const frames = readTape(MORNING);
    site.sim.replay(frames);
    const wanted = frames.filter(({ device, dir: way }) => device === 'wkly' && way === 'in');
    const [first, open] = wanted;
    await site.tell('wkly', Buffer.from(open?.bytes ?? []).toString('hex'), 1000);
    expect(site.heard('wkly')).toHaveLength(1);
    await site.tell('wkly', 'ff', 1000);
    expect(site.sim.state().replay?.mismatches).toMatchObject([
      { line: first?.line, device: 'wkly', skipped: 1 },
      { line: wanted[2]?.line, device: 'wkly', got: 'ff', skipped: 0 },
    ]);
    site.dispose();
  });

  test('a request in pieces is waited for; a driver whose first frame is damaged does not replay', async () => {
    const site = fullSimulator();
    site.sim.replay(readTape(MORNING));
    const [first] = readTape(MORNING).filter(({ device, dir: way }) => device === 'wkly' && way === 'in');
    const hex = Buffer.from(first?.bytes ?? []).toString('hex');
    await site.tell('wkly', hex.slice(0, 6), 1000);
    expect(site.heard('wkly')).toEqual([]);
    await site.tell('wkly', hex.slice(6), 1000);
    expect(site.heard('wkly')).toHaveLength(1);
    expect(site.sim.state().replay?.mismatches).toEqual([]);
    site.dispose();
  });

  test.each([
    ['no tape', 'nonsense', /:1: not JSON/],
    ['another format', '{"docketboxTape":2,"devices":{}}', /:1: docketboxTape/],
    ['a line that is no frame', '{"docketboxTape":1,"devices":{}}\n{"ms":1}', /:2: device/],
    [
      'half a byte',
      '{"docketboxTape":1,"devices":{}}\n{"ms":1,"device":"a","dir":"in","hex":"0"}',
      /:2: hex/,
    ],
  ])('%s is refused with its place', (_what, text, message) => {
    const file = join(dir, 'bad.jsonl');
    writeFileSync(file, text);
    expect(() => readTape(file)).toThrow(message);
  });

  test('a tape that is not there is refused with its name', () => {
    expect(() => readTape(join(dir, 'none.jsonl'))).toThrow(/none\.jsonl/);
  });
});
