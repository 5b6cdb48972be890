import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { client, makeSite, seed, serve, tokenFor, type Served } from '#tests/support/api-site.ts';

let site: ReturnType<typeof makeSite>;
let served: Served;
let token: string;
beforeEach(async () => {
  site = makeSite();
  seed(site);
  token = tokenFor(site, 'technician');
  served = await serve(site);
});
afterEach(() => served.stop());
const press = (device: string) =>
  client(`${served.url}/api/v1`, { token })('POST', `/devices/${device}/test-print`);
const printerId = (): string =>
  site.config.devices.find((device) => device.kind.startsWith('printer/'))?.id ?? 'none';

describe('a test print', () => {
  it('is a print job of its own in the ledger, for the printer it is asked of', async () => {
    const answer = await press(printerId());
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      artwork: 'test',
      printer: printerId(),
      subject: printerId(),
      state: 'queued',
    });
    expect(site.views.pendingPrintJobs().map((job) => job.artwork)).toEqual(['test']);
  });

  it('is queued once however often the button is pressed', async () => {
    await press(printerId());
    const again = await press(printerId());
    expect([again.status, again.body.code]).toEqual([409, 'wrong-state']);
    expect(site.views.pendingPrintJobs()).toHaveLength(1);
  });

  it('is for printers only', async () => {
    const board = site.config.devices.find((device) => device.kind.startsWith('lock-board/'))?.id ?? '';
    for (const device of [board, 'nothing-there'])
      expect(await press(device)).toMatchObject({ status: 404, body: { code: 'no-such' } });
  });
});
