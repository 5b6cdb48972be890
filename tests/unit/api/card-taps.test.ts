import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCardTaps, keptMs, tapMs } from '#controller/commands/card-taps.ts';
import { by, client, makeSite, seed, serve, tokenFor, type Served } from '#tests/support/api-site.ts';

const site = makeSite();
const station = site.config.cabinets[0]?.stations.find(({ cardReader }) => cardReader !== null)?.id ?? '';
let served: Served;
let ask: ReturnType<typeof client>;
beforeAll(async () => {
  const { token } = seed(site);
  served = await serve(site);
  ask = client(`${served.url}/api/v1`, { token });
  for (const number of ['1001', '1002'])
    await ask('POST', '/people', { number, name: `某${number}`, roles: ['messenger'], departments: [] });
});
afterAll(() => served.stop());

const taps = (number: string): string => `/people/${number}/card-taps`;
const begin = async (number = '1001') => {
  const reply = await ask('POST', taps(number), { station });
  expect(reply.status).toBe(201);
  return reply.body as { tap: string; state: string };
};
const look = async (tap: string, number = '1001'): Promise<unknown> =>
  (await ask('GET', `${taps(number)}/${tap}`)).body;
const set = (): number => site.ledger.read(0, 10_000).filter(({ type }) => type === 'CredentialSet').length;

describe('a card enrolled by holding it to a reader', () => {
  it('is the next one at that station, recorded under whoever asked, and signs nobody in', async () => {
    const { tap } = await begin();
    expect(site.cardTaps.take('another-station', '0A0B0C0D')).toBe(false);
    expect(site.cardTaps.take(station, '04A1B2C3')).toBe(true);
    expect(await look(tap)).toMatchObject({ state: 'enrolled', code: null });
    const event = site.ledger.read(0, 10_000).findLast(({ type }) => type === 'CredentialSet');
    expect(event).toMatchObject({ stream: 'person:1001', actor: 'token:oa', payload: { method: 'card' } });
    expect(await site.signIn.byCard(station, '04a1b2c3')).toMatchObject({ ok: true });
    expect(site.cardTaps.take(station, '04A1B2C3')).toBe(false);
  });

  it('is not told to anybody: its number is in no answer, no log and no event', async () => {
    const { tap } = await begin('1001');
    site.cardTaps.take(station, '04A1B2C4');
    const events = site.ledger.read(0, 10_000);
    const told = JSON.stringify([await look(tap), site.logged, events.map(({ payload }) => payload)]);
    expect(told).toContain('enrolled');
    expect(told).not.toMatch(/04A1B2C[34]/i);
  });

  it('that is somebody else’s already is refused, and nothing is recorded', async () => {
    const before = set();
    const { tap } = await begin('1002');
    site.cardTaps.take(station, '04A1B2C4');
    expect(await look(tap, '1002')).toMatchObject({ state: 'refused', code: 'card-taken' });
    expect(set()).toBe(before);
  });

  it('is waited for half a minute; what comes later signs in as ever', async () => {
    const { tap } = await begin();
    await site.clock.advance(tapMs - 1);
    expect(await look(tap)).toMatchObject({ state: 'waiting' });
    await site.clock.advance(1);
    expect(await look(tap)).toMatchObject({ state: 'expired' });
    expect(site.cardTaps.take(station, '0A0B0C0D')).toBe(false);
    await site.clock.advance(keptMs);
    expect((await ask('GET', `${taps('1001')}/${tap}`)).status).toBe(404);
  });

  it('is not waited for any more once given up', async () => {
    const { tap } = await begin();
    expect((await ask('POST', `${taps('1001')}/${tap}/cancel`)).body).toMatchObject({ state: 'cancelled' });
    expect(site.cardTaps.take(station, '0A0B0C0D')).toBe(false);
  });

  it('is waited for by one at a time; asked for again it is the same tap', async () => {
    const first = await begin();
    expect((await begin()).tap).toBe(first.tap);
    expect(await ask('POST', taps('1002'), { station })).toMatchObject({
      ...{ status: 409, body: { code: 'reader-busy' } },
    });
    const other = tokenFor(site, 'registrar', 'other');
    expect((await ask('POST', taps('1001'), { station }, { token: other })).body.code).toBe('reader-busy');
    expect((await ask('GET', `${taps('1002')}/${first.tap}`)).status).toBe(404);
    await ask('POST', `${taps('1001')}/${first.tap}/cancel`);
  });

  it.each([
    [{ station: 'nowhere' }, 404, 'no-such'],
    [{ station: 'no-reader' }, 404, 'no-such'],
    [{}, 422, 'invalid'],
  ] as const)('asked for with %j is answered %i %s', async (body, status, code) => {
    expect(await ask('POST', taps('1001'), body)).toMatchObject({ status, body: { code } });
  });

  it('at a station without a reader is refused', () => {
    const cabinets = site.config.cabinets.map((cabinet) => ({
      ...cabinet,
      stations: cabinet.stations.map((one) => ({ ...one, cardReader: null })),
    }));
    const bare = createCardTaps({ ...site, config: { cabinets } });
    expect(bare.begin('1001', station, by)).toMatchObject({ ok: false, refusal: { code: 'no-card-reader' } });
  });

  it('of nobody known is refused', async () => {
    expect((await ask('POST', taps('9999'), { station })).status).toBe(404);
  });

  it('can be enrolled where the list says', async () => {
    const { body } = await ask('GET', '/card-readers');
    expect(body.items).toContainEqual(expect.objectContaining({ station }));
  });
});
