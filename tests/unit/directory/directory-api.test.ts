import { afterEach, describe, expect, it } from 'vitest';
import { syncDirectory } from '#controller/commands/directory/sync.ts';
import { directoryConfig } from '#controller/config-directory.ts';
import type { DirectoryContent, DirectoryPerson } from '#controller/ports/directory.ts';
import { client, demoConfig, makeSite, serve, tokenFor, type Served } from '#tests/support/api-site.ts';

const directory = directoryConfig.parse({
  ...{ url: 'ldap://10.0.0.3', startTls: true, caFile: '/etc/ca.pem', at: '05:30' },
  bind: { dn: 'cn=reader,dc=example', passwordEnv: 'SECRET_OF_LDAP' },
  people: {
    ...{ base: 'ou=people', filter: '(uid=*)' },
    attributes: { number: 'uid', name: 'cn', department: 'ou' },
  },
});
const someone = (number: string, name: string): DirectoryPerson => ({
  ...{ dn: `uid=${number}`, number, name, departments: [], roles: null },
});

let served: Served | undefined;
afterEach(() => served?.stop());
const begin = async (people: DirectoryPerson[], forgetful = false) => {
  const site = makeSite({ config: demoConfig((one) => ({ ...one, directory })) });
  const content = (): DirectoryContent => ({ departments: null, people });
  served = await serve({
    ...site,
    syncDirectory: (by, dryRun, expected) =>
      syncDirectory(
        { ...site, config: directory, directory: { read: () => Promise.resolve(content()) } },
        ...([by, dryRun, forgetful ? undefined : expected] as const),
      ),
  });
  const ask = client(`${served.url}/api/v1`, { token: tokenFor(site, 'registrar') });
  return { site, ask };
};

describe('the directory over the API', () => {
  it('shows how it is asked, without the name or value of any secret', async () => {
    const { ask } = await begin([]);
    const { body } = await ask('GET', '/directory');
    expect(body).toEqual({
      ...{ url: 'ldap://10.0.0.3', at: '05:30', last: null, held: false, syncs: [] },
      settings: {
        ...{ startTls: true, ownCertificates: true, bind: 'cn=reader,dc=example', mostGone: 10 },
        departments: null,
        people: {
          ...{ base: 'ou=people', filter: '(uid=*)', roles: null, newRoles: ['collector'] },
          attributes: { number: 'uid', name: 'cn', department: 'ou' },
        },
      },
    });
    expect(JSON.stringify(body)).not.toContain('SECRET_OF_LDAP');
  });

  it('does exactly what was looked at: with other changes meanwhile nothing, and tells the new ones', async () => {
    const people = [someone('2001', '张三')];
    const { site, ask } = await begin(people);
    const tried = (await ask('POST', '/directory/sync?dryRun=true')).body;
    expect(tried.changes).toMatchObject([
      {
        ...{ what: 'person', does: 'register', key: '2001', name: '张三' },
        values: [
          { field: 'name', was: null, becomes: '张三' },
          { field: 'roles', becomes: 'collector' },
          { field: 'departments', becomes: '' },
        ],
      },
    ]);
    people.push(someone('2002', '李四'));
    const other = (await ask('POST', `/directory/sync?expect=${tried.digest}`)).body;
    expect(other).toMatchObject({ applied: false, stopped: { code: 'changed-meanwhile' } });
    expect(other.changes).toHaveLength(2);
    expect(site.views.person('2001')).toBeUndefined();
    expect((await ask('GET', '/directory')).body.last.failed).toEqual({
      code: 'changed-meanwhile',
      detail: '',
    });
    const done = (await ask('POST', `/directory/sync?expect=${other.digest}`)).body;
    expect(done).toMatchObject({ applied: true, stopped: null });
    expect(['2001', '2002'].map((number) => site.views.person(number)?.name)).toEqual(['张三', '李四']);
    expect((await ask('GET', '/directory')).body.last.done.people).toMatchObject({ registered: 2 });
    expect((await ask('POST', '/directory/sync?expect=abc')).status).toBe(422);
  });

  it('planted mutant: a sync that forgets what was looked at does what nobody saw', async () => {
    const people = [someone('2001', '张三')];
    const { site, ask } = await begin(people, true);
    const { digest } = (await ask('POST', '/directory/sync?dryRun=true')).body;
    people.push(someone('2002', '李四'));
    expect((await ask('POST', `/directory/sync?expect=${digest}`)).body.stopped).toBeNull();
    expect(site.views.person('2002')?.name).toBe('李四');
  });
});
