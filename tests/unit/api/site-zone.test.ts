import { expect, test } from 'vitest';
import { demoConfig, makeSite, seed, serve, client } from '#tests/support/api-site.ts';

test('the pages learn the time zone of the site with who is signed in', async () => {
  const site = makeSite({
    config: demoConfig((raw) => ({ ...raw, site: { ...raw.site, timeZone: 'Asia/Urumqi' } })),
  });
  const { token } = seed(site);
  const served = await serve(site);
  const { body } = await client(served.url, { token })('GET', '/api/v1/me');
  expect(body).toMatchObject({ timeZone: 'Asia/Urumqi' });
  await served.stop();
});
