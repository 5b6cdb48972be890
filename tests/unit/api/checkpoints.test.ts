import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openNote, readCheckpoint, readKey } from '#controller/commands/checkpoints/note.ts';
import { by, client, makeSite, seed, serve, tokenFor, type Served } from '#tests/support/api-site.ts';

describe('checkpoints over HTTP', () => {
  const site = makeSite();
  let served: Served;
  let ask: ReturnType<typeof client>;
  beforeAll(async () => {
    seed(site);
    served = await serve(site);
    ask = client(`${served.url}/api/v1`, { token: tokenFor(site, 'auditor') });
  });
  afterAll(() => served.stop());
  const write = (): void =>
    void site.desk.append(
      [{ stream: 'device:board', events: [{ type: 'DeviceOffline', payload: { why: 'cable' } }] }],
      by,
    );
  const latest = async () => {
    const key = readKey(String((await client(`${served.url}/api/v1`)('GET', '/checkpoints/key')).body));
    return readCheckpoint(openNote(String((await ask('GET', '/checkpoints/latest')).body), key));
  };

  it('say size and root of now, signed, and are in the ledger', async () => {
    const head = site.ledger.head();
    expect(await latest()).toEqual({ origin: 'docketbox/demo', size: head.sequence, root: head.root });
    const [event] = site.ledger.read(head.sequence, 10);
    expect(event).toMatchObject({
      type: 'CheckpointIssued',
      actor: 'token:auditor',
      payload: { purpose: 'asked' },
    });
  });

  it('are the same while nothing was written, and asking does not fill the ledger', async () => {
    const before = await latest();
    await site.clock.advance(60_000);
    const size = site.ledger.head().sequence;
    expect(await latest()).toEqual(before);
    expect(site.ledger.head().sequence).toBe(size);
    write();
    expect((await latest()).size).toBe(size + 1);
    // The next one within the same second is the one just made.
    write();
    expect((await latest()).size).toBe(size + 1);
    await site.clock.advance(1_000);
    expect((await latest()).size).toBe(size + 3);
  });

  it('are listed newest first, a page at a time, the one of now in front', async () => {
    write();
    await site.clock.advance(1_000);
    const { body } = await ask('GET', '/checkpoints?limit=2');
    expect(body.items).toHaveLength(2);
    expect(body.items[0].size).toBe(body.items[0].sequence - 1);
    expect(body.items[0].sequence).toBe(site.ledger.head().sequence);
    const rest = await ask('GET', `/checkpoints?limit=200&cursor=${body.next}`);
    expect(rest.body.items[0].sequence).toBeLessThan(body.items[1].sequence);
  });
});
