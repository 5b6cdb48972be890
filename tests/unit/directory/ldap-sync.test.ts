import { Attribute, Change } from 'ldapts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ldapDirectory } from '#controller/adapters/ldap-directory.ts';
import { DIRECTORY_ACTOR, syncDirectory } from '#controller/commands/directory/sync.ts';
import { undoSync } from '#controller/commands/directory/undo.ts';
import { directoryConfig, type DirectoryConfig } from '#controller/config-directory.ts';
import { makeSite, type Site } from '#tests/support/api-site.ts';
import { BASE, noSlapd, PASSWORD, READER, startSlapd, type Slapd } from '#tests/support/slapd.ts';

const by = { actor: DIRECTORY_ACTOR, station: null, cause: 'sync-1' };
const configOf = (url: string, more: object = {}): DirectoryConfig =>
  directoryConfig.parse({
    url,
    bind: { dn: READER, passwordEnv: 'DOCKETBOX_LDAP_PASSWORD' },
    departments: {
      ...{ base: `ou=units,${BASE}`, filter: '(objectClass=organizationalUnit)' },
      attributes: { code: 'businessCategory', name: 'ou', aliases: 'description' },
    },
    people: {
      ...{ base: `ou=people,${BASE}`, filter: '(objectClass=inetOrgPerson)' },
      attributes: {
        number: 'employeeNumber',
        name: 'cn',
        department: 'departmentNumber',
        role: 'employeeType',
      },
      roles: { 收文员: 'collector', 登记员: 'registrar', 通信员: 'messenger' },
    },
    ...more,
  });

describe.skipIf(noSlapd !== null)(`a real directory server${noSlapd === null ? '' : `: ${noSlapd}`}`, () => {
  let slapd: Slapd;
  let site: Site;
  const sync = (dryRun = false, more: object = {}, password = PASSWORD) => {
    const config = configOf(slapd.urls.plain, more);
    const directory = ldapDirectory(config, { DOCKETBOX_LDAP_PASSWORD: password });
    return syncDirectory({ ...site, directory, config }, by, dryRun);
  };
  const unit = (code: string, ou: string, aliases: string[] = []) =>
    slapd.client.add(`ou=${ou},ou=units,${BASE}`, {
      ...{ objectClass: ['organizationalUnit'], ou, businessCategory: code },
      ...(aliases.length > 0 ? { description: aliases } : {}),
    });
  const someone = (number: string, cn: string, department: string, role = '收文员') =>
    slapd.client.add(`uid=${number},ou=people,${BASE}`, {
      ...{ objectClass: 'inetOrgPerson', uid: number, sn: cn, cn, employeeNumber: number },
      ...{ departmentNumber: department, employeeType: role },
    });
  const personOf = (number: string) => {
    const found = site.views.person(number);
    if (!found) throw new Error(`${number} is not there`);
    return found;
  };
  const without = (dn: string) => slapd.client.del(`${dn},${BASE}`);

  beforeAll(async () => {
    slapd = await startSlapd();
    // The organizational unit that holds them has no code: it is told of and left alone.
    await unit('czj', '财政局', ['市财政局', '财政']);
    await unit('jyj', '教育局');
    await someone('1001', '张三', '财政局', '登记员');
    await someone('1002', '李四', 'jyj');
    await someone('1003', '王五', `ou=教育局,ou=units,${BASE}`, '通信员');
    await someone('1004', '赵六', '没有的局');
  });
  afterAll(() => slapd.stop());
  beforeEach(() => {
    site = makeSite();
  });

  it('is shown first, every change and every problem, and nothing of it is done', async () => {
    const report = await sync(true);
    expect(report).toMatchObject({ applied: false, ok: false, stopped: null });
    expect(report.changes.map(({ does, key }) => `${does} ${key}`)).toEqual([
      ...['register czj', 'register jyj', 'register 1001', 'register 1002', 'register 1003'],
    ]);
    expect(report.problems.map(({ code, value }) => [code, value])).toEqual([
      ['does-not-fit', 'code'],
      ['unknown-department', '没有的局'],
    ]);
    expect(site.ledger.head().sequence).toBe(0);
  });

  it('is followed in one append, by whom and how much stands in the record; then there is nothing to do', async () => {
    expect(await sync()).toMatchObject({ applied: true });
    expect(site.views.department('czj')).toMatchObject({ name: '财政局', aliases: ['市财政局', '财政'] });
    expect(site.views.person('1003')).toMatchObject({
      ...{ name: '王五', roles: ['messenger'], departments: ['jyj'], disabled: false, directory: 'here' },
    });
    const events = site.ledger.read(0, 100);
    expect(new Set(events.map(({ actor }) => actor))).toEqual(new Set(['directory']));
    expect(events.at(-1)).toMatchObject({
      type: 'DirectorySynced',
      payload: { departments: { registered: 2 }, people: { read: 4, registered: 3, gone: 0 }, problems: 2 },
    });
    expect((await sync()).changes).toEqual([]);
  });

  it('changes what it says and leaves what is ours: stand-ins, cards, and people it never had', async () => {
    await sync();
    const local = { name: '维护', roles: ['technician'], departments: [], standsInFor: [] } as const;
    site.desk.append(
      [
        {
          stream: 'person:9000',
          events: [{ type: 'PersonRegistered', payload: { ...local, roles: ['technician'] } }],
        },
        {
          stream: 'person:1002',
          events: [
            {
              type: 'PersonChanged',
              payload: { name: '李司', roles: ['collector'], departments: ['jyj'], standsInFor: ['czj'] },
            },
          ],
        },
      ] as Parameters<Site['desk']['append']>[0],
      by,
    );
    const { changes } = await sync();
    expect(changes).toMatchObject([{ what: 'person', does: 'change', key: '1002', fields: ['name'] }]);
    expect(changes[0]?.values).toEqual([{ field: 'name', was: '李司', becomes: '李四' }]);
    expect(site.views.person('1002')).toMatchObject({ name: '李四', standsInFor: ['czj'] });
    expect(site.views.person('9000')?.disabled).toBe(false);
  });

  it('disables who is gone and lets them in again when they are back, but nobody whom the office disabled', async () => {
    await sync();
    await without('uid=1002,ou=people');
    await without('uid=1003,ou=people');
    expect((await sync(false, { mostGone: 1 })).stopped).toEqual({ code: 'too-many-gone', detail: '2 > 1' });
    expect(site.views.person('1002')?.disabled).toBe(false);
    await sync();
    expect(['1002', '1003'].map((number) => site.views.person(number)?.disabled)).toEqual([true, true]);
    expect(site.views.person('1002')?.name).toBe('李四');
    site.desk.append(
      [{ stream: 'person:1001', events: [{ type: 'PersonDisabled', payload: { reason: '调离' } }] }],
      by,
    );
    await someone('1002', '李四', 'jyj');
    await someone('1003', '王五', 'jyj', '通信员');
    const { changes, problems } = await sync();
    expect(changes.map(({ does, key }) => [does, key])).toEqual([
      ['back', '1002'],
      ['back', '1003'],
    ]);
    expect(problems.map(({ code }) => code)).toContain('disabled-here');
    expect(['1001', '1002', '1003'].map((number) => site.views.person(number)?.disabled)).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('is undone: what it changed is as it was, but for what the office changed since; asked again, it follows again', async () => {
    await sync();
    const before = site.views.people();
    await slapd.client.modify(`uid=1002,ou=people,${BASE}`, [
      new Change({ operation: 'replace', modification: new Attribute({ type: 'cn', values: ['李司'] }) }),
      new Change({
        operation: 'replace',
        modification: new Attribute({ type: 'departmentNumber', values: ['财政局'] }),
      }),
    ]);
    await without('uid=1003,ou=people');
    expect(await sync(false)).toMatchObject({ applied: true, stopped: null });
    const number = site.ledger.head().sequence;
    const { name, roles, departments, standsInFor } = personOf('1002');
    const lists = { roles: [...roles], departments: [...departments], standsInFor: [...standsInFor] };
    const payload = { ...lists, name: `${name}（财政）` };
    site.desk.append([{ stream: 'person:1002', events: [{ type: 'PersonChanged', payload }] }], {
      ...by,
      cause: 'hand',
    });
    const outcome = undoSync(
      site,
      { sync: number, reason: '目录填错' },
      { ...by, actor: '1001', cause: 'undo' },
    );
    expect(outcome.ok && outcome.value.left).toMatchObject([
      { key: '1002', field: 'name', value: '李司（财政）' },
    ]);
    expect(site.views.people()).toEqual(
      before.map((one) => (one.number === '1002' ? { ...one, name: '李司（财政）' } : one)),
    );
    expect(site.ledger.stream('site:directory').at(-1)).toMatchObject({
      ...{ type: 'DirectorySyncUndone', actor: '1001' },
      payload: { sync: number, reason: '目录填错', people: 2, left: 1 },
    });
    const { changes } = await sync();
    expect(changes.map(({ does, key }) => [does, key])).toEqual([
      ['change', '1002'],
      ['gone', '1003'],
    ]);
    // As the next ones expect it.
    await without('uid=1002,ou=people');
    await someone('1002', '李四', 'jyj');
    await someone('1003', '王五', 'jyj', '通信员');
  });

  it('never takes the last registrar away', async () => {
    await sync();
    await without('uid=1001,ou=people');
    const { problems } = await sync();
    await someone('1001', '张三', '财政局', '登记员');
    expect(problems.map(({ code }) => code)).toContain('last-registrar');
    expect(site.views.person('1001')?.disabled).toBe(false);
  });

  it('is not believed when it is empty, cut off, not reached or not itself; that stands in the record', async () => {
    await sync();
    const people = configOf(slapd.urls.plain).people;
    const cases: [string, Promise<{ stopped: { code: string } | null }>][] = [
      ['refused', sync(false, {}, 'wrong')],
      ['refused', sync(false, {}, '')],
      ['no-such-base', sync(false, { people: { ...people, base: `ou=nowhere,${BASE}` } })],
      ['nothing-found', sync(false, { people: { ...people, filter: '(uid=nobody)' } })],
      ['unreachable', sync(false, { url: 'ldap://127.0.0.1:1' })],
      ['not-trusted', sync(false, { url: slapd.urls.secure })],
    ];
    for (const [code, outcome] of cases) expect((await outcome).stopped?.code).toBe(code);
    const events = site.ledger.stream('site:directory').slice(1);
    expect(events.map(({ type }) => type)).toEqual(cases.map(() => 'DirectorySyncFailed'));
    expect(JSON.stringify(events)).not.toContain('wrong');
    expect(site.views.people().every(({ disabled }) => !disabled)).toBe(true);
  });

  it('is asked over TLS, by its port or by StartTLS, when its certificate is the one we know', async () => {
    const caFile = slapd.certificate;
    const secure = await sync(true, { url: slapd.urls.secure, caFile });
    const started = await sync(true, {
      url: slapd.urls.plain.replace('127.0.0.1', 'localhost'),
      startTls: true,
      caFile,
    });
    expect([secure.stopped, started.stopped]).toEqual([null, null]);
    expect(secure.changes.length).toBeGreaterThan(4);
  });

  it('is not believed when it tells only as many as it may', async () => {
    for (let serial = 2000; serial < 2510; serial++) await someone(String(serial), `员${serial}`, 'czj');
    const report = await sync();
    expect(report.stopped?.code).toBe('cut-off');
    expect(site.views.people()).toEqual([]);
  });
});
