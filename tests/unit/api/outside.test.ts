import { expect, it } from 'vitest';
import { client, makeSite, seed, serve } from '#tests/support/api-site.ts';

it('a department is marked as outside the house, and stays so until somebody says otherwise', async () => {
  const site = makeSite();
  const { token } = seed(site);
  const served = await serve(site);
  try {
    const ask = client(`${served.url}/api/v1`, { token });
    const made = await ask('POST', '/departments', { code: 'zhen', name: '某镇', outside: true });
    expect(made.body).toEqual({ code: 'zhen', name: '某镇', aliases: [], outside: true });
    const renamed = await ask('POST', '/departments/zhen', { name: '某镇政府' });
    expect(renamed.body).toEqual({ code: 'zhen', name: '某镇政府', aliases: [], outside: true });
    expect(site.views.department('zhen')).toMatchObject({ name: '某镇政府', outside: true });
    const inside = await ask('POST', '/departments/zhen', { name: '某镇政府', outside: false });
    expect(inside.body.outside).toBe(false);
    const { body } = await ask('GET', '/departments');
    expect(body.items.map((one: { code: string; outside: boolean }) => [one.code, one.outside])).toEqual([
      ['bgs', false],
      ['fgw', false],
      ['zhen', false],
    ]);
  } finally {
    await served.stop();
  }
});
