import { describe, expect, it } from 'vitest';
import { stationCommand } from '#controller/api/contract/station.ts';
import { siteConfig } from '#controller/config-schema.ts';
import { switchScanner } from '#controller/stations/switch-scanner.ts';
import { stationSite } from '#tests/support/station-site.ts';
import { StationWorld } from '#tests/support/station-world.ts';

const typed = (text: string) => ({ type: 'typed-scan', text }) as const;

describe('a scan typed into the kiosk page', () => {
  it('is refused by a station that is not configured for it, whatever a page sends', async () => {
    using world = new StationWorld();
    await world.enter('100');
    expect(await world.ask(typed(world.piece('bgs')))).toBe('not-allowed-here');
    expect(world.events('ScanJudged')).toEqual([]);
    expect(world.shown().station.keyboardScanner).toBe(false);
  });

  it('is judged like any other where the station takes it', async () => {
    using world = new StationWorld();
    await world.enter('100', 'far');
    expect(world.shown('far').station.keyboardScanner).toBe(true);
    expect(await world.ask(typed(world.piece('slj')), 'far')).toBeNull();
    expect(world.verdict).toBe('accepted');
  });

  it('signs in by badge, and the screen offers that', async () => {
    using world = new StationWorld();
    expect(world.shown('far').signIn).toContain('badge');
    expect(await world.ask(typed('BADGE100'), 'far')).toBeNull();
    await world.clock.advance(0);
    expect(world.shown('far').person?.number).toBe('100');
  });

  it.each([
    ['control characters', 'AB\u0010CD'],
    ['a line break', 'ABCD\nEFGH'],
    ['C1 controls', 'ABCD\u0085'],
    ['too few characters', 'ABC'],
    ['too many characters', 'A'.repeat(513)],
  ])('with %s is no command at all', (_, text) => {
    expect(stationCommand.safeParse(typed(text)).success).toBe(false);
    expect(
      stationCommand.safeParse(
        typed(
          text
            .replace(/[^A-Z]/g, '')
            .slice(0, 512)
            .padEnd(4, 'X'),
        ),
      ).success,
    ).toBe(true);
  });

  it('is not taken unless the configuration says so', () => {
    const { cabinets } = siteConfig.parse(structuredClone(stationSite()));
    const stations = cabinets.flatMap((cabinet) => cabinet.stations);
    expect(stations.map(({ id, keyboardScanner }) => [id, keyboardScanner])).toEqual([
      ['front', false],
      ['side', false],
      ['far', true],
    ]);
  });
});

describe('a scanner that can be switched', () => {
  const switched = (world: StationWorld, station = 'front') => {
    const wishes: boolean[] = [];
    const off = switchScanner(world.station(station), { trigger: (on) => wishes.push(on) });
    return { wishes, off };
  };

  it('reads while somebody is signed in, and not before when badges sign nobody in', async () => {
    using world = new StationWorld();
    const { wishes, off } = switched(world, 'side');
    await world.enter('200', 'side');
    await world.clock.advance(100);
    expect([wishes[0], wishes.at(-1)]).toEqual([false, true]);
    await world.ask({ type: 'finish', print: 'none' }, 'side');
    await world.clock.advance(100);
    expect(wishes.at(-1)).toBe(false);
    off();
  });

  it('reads for badges while nobody is signed in, and is switched off at the end', async () => {
    using world = new StationWorld();
    const { wishes, off } = switched(world);
    expect(wishes).toEqual([true]);
    await world.enter('100');
    await world.clock.advance(100);
    expect(wishes.every((on) => on)).toBe(true);
    off();
    expect(wishes.at(-1)).toBe(false);
    await world.ask({ type: 'finish', print: 'none' });
    await world.clock.advance(100);
    expect(wishes.at(-1)).toBe(false);
  });
});
