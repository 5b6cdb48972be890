import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SignedPoster } from '#controller/adapters/channels/standard-webhook.ts';
import { openingAsker } from '#controller/adapters/opening-asker.ts';
import { systemClock } from '#controller/adapters/system-clock.ts';
import { oaSide, type OaSide } from '#controller/composition/oa-side.ts';
import type { OpeningAsker } from '#controller/ports/opening-asker.ts';
import { by, demoConfig, makeSite, seed, serve, type Served, type Site } from '#tests/support/api-site.ts';
import { startNode, type Child } from '#tests/support/child.ts';

const ASK_SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
let site: Site;
let oa: OaSide;
let asker: OpeningAsker | undefined;
let served: Served;
let program: Child;

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

beforeAll(async () => {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const config = demoConfig((one) => ({
    ...one,
    webhooks: { allow: [origin] },
    policies: {
      ...('policies' in one ? (one.policies as object) : {}),
      askBeforeOpening: {
        url: `${origin}/ask`,
        secretEnv: 'ASK_SECRET',
        deadlineMs: 10_000,
        onSilence: 'refuse',
      },
    },
  }));
  site = makeSite({ config });
  const { token } = seed(site);
  const policy = config.policies.askBeforeOpening;
  if (policy) asker = openingAsker(policy, systemClock, { ASK_SECRET });
  oa = oaSide({
    ...{ ...site, clock: systemClock, sender: new SignedPoster(systemClock), asker, directory: undefined },
    onTrouble: (error) => {
      throw error;
    },
  });
  oa.start();
  served = await serve({ ...site, ...oa.api });
  const env = { DOCKETBOX_URL: served.url, DOCKETBOX_TOKEN: token, ASK_SECRET, PORT: String(port) };
  program = startNode(['docs/examples/example-oa.mjs'], env);
});
afterAll(async () => {
  await program.end();
  await oa.stop();
  await served.stop();
});

it('the example OA registers, amends, hears of a hand-over and answers before a door opens', async () => {
  await program.line((line) => line.startsWith('amended: 3 pages'));
  const registered = await program.line((line) => line.startsWith('registered '));
  const docket = registered.split(': ')[1] ?? '';
  expect(site.views.consignment(docket)?.state).toBe('registered');
  const payload = { compartment: 'A01', session: 's', intent: 'i', counted: 'person' } as const;
  site.desk.append(
    [{ stream: `consignment:${docket}`, events: [{ type: 'ConsignmentDeposited', payload }] }],
    by,
  );
  expect(await program.line((line) => line.includes('is dropped'))).toContain('the piece for bgs is dropped');

  const question = { station: 'front', session: 's', person: '1', flow: 'drop' as const };
  const answer = await asker?.ask('ask_1', { ...question, compartments: ['A01'], dockets: [docket] });
  expect(answer).toEqual({ answer: 'allowed' });
  expect(await program.line((line) => line.startsWith('asked'))).toContain('A01 may open: yes');
  const [subscription] = site.views.webhooks();
  expect(oa.api.webhookProgress?.(subscription?.id ?? '')).toMatchObject({ waiting: 0, failing: null });
  expect(program.output()).not.toContain(subscription?.id ?? '-');
});
