import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DIRECTORY_ACTOR, syncDirectory } from '#controller/commands/directory/sync.ts';
import { appliedSyncs, isHeld, planUndo, undoSync } from '#controller/commands/directory/undo.ts';
import { directoryConfig } from '#controller/config-directory.ts';
import type { DirectoryContent, DirectoryPerson } from '#controller/ports/directory.ts';
import {
  client,
  demoConfig,
  makeSite,
  serve,
  tokenFor,
  type Served,
  type Site,
} from '#tests/support/api-site.ts';

const by = { actor: '1000', station: null, cause: 'undo-1' };
const people = { base: 'ou=people', filter: '(uid=*)', attributes: { number: 'uid', name: 'cn' }, roles: {} };
const directory = directoryConfig.parse({ url: 'ldap://10.0.0.3', people });
const someone = (number: string, name: string, more: Partial<DirectoryPerson> = {}): DirectoryPerson => ({
  ...{ dn: `uid=${number}`, number, name, departments: ['czj'], roles: ['collector'] },
  ...more,
});
const unit = (code: string, name: string) => ({ dn: `ou=${code}`, code, name, aliases: [] });

let site: Site;
let content: DirectoryContent;
let served: Served | undefined;
let serial = 0;
afterEach(() => served?.stop());
beforeEach(() => {
  served = undefined;
  site = makeSite({ config: demoConfig((one) => ({ ...one, directory })) });
  content = {
    departments: [unit('czj', '财政局'), unit('jyj', '教育局')],
    people: [
      someone('2001', '张三', { roles: ['registrar'] }),
      someone('2002', '李四'),
      someone('2003', '王五'),
    ],
  };
});
/** Answers the sequence of the sync. */
const sync = async (actor = DIRECTORY_ACTOR): Promise<number> => {
  const source = { read: () => Promise.resolve(content) };
  const cause = `sync-${(serial += 1)}`;
  const report = await syncDirectory(
    { ...site, config: directory, directory: source },
    { ...by, actor, cause },
    false,
  );
  expect(report.stopped).toBeNull();
  return site.ledger.head().sequence;
};
const undo = (number: number) => undoSync(site, { sync: number, reason: '目录填错' }, by);
const leftOf = (outcome: ReturnType<typeof undo>) =>
  outcome.ok ? outcome.value.left.map(({ key, code, field, value }) => [key, code, field, value]) : outcome;
const change = (number: string, more: object): void => {
  const { name, roles, departments, standsInFor } = site.views.person(number) ?? {
    name: '',
    roles: [],
    departments: [],
    standsInFor: [],
  };
  const payload = {
    ...{ name, roles: [...roles], departments: [...departments], standsInFor: [...standsInFor] },
    ...more,
  };
  site.desk.append([{ stream: `person:${number}`, events: [{ type: 'PersonChanged', payload }] }], {
    ...by,
    cause: 'by hand',
  });
};
const state = () => ({
  departments: site.views.departments().map(({ code, name, aliases }) => [code, name, aliases]),
  people: site.views
    .people()
    .map((one) => [one.number, one.name, one.roles, one.departments, one.disabled, one.directory]),
});

describe('undoing a sync of the directory', () => {
  it('puts names, roles, departments and who may sign in back as they were, as one set of events with its reason', async () => {
    await sync();
    const before = state();
    content = {
      departments: [unit('czj', '财政金融局'), unit('jyj', '教育局')],
      people: [
        someone('2001', '张三', { roles: ['registrar'] }),
        someone('2002', '李司', { departments: ['jyj'], roles: ['messenger'] }),
      ],
    };
    const number = await sync();
    expect(state()).not.toEqual(before);
    site.clock.set(60_000);
    expect(undo(number).ok).toBe(true);
    expect(state()).toEqual(before);
    const events = site.ledger.read(number, 100);
    expect(events.map(({ type }) => type).sort()).toEqual(
      ['DepartmentChanged', 'PersonChanged', 'PersonBackInDirectory', 'DirectorySyncUndone'].sort(),
    );
    expect(new Set(events.map(({ actor, cause }) => `${actor} ${cause}`))).toEqual(new Set(['1000 undo-1']));
    expect(events.at(-1)?.payload).toEqual({
      sync: number,
      departments: 1,
      people: 2,
      left: 0,
      reason: '目录填错',
    });
  });

  it('happens once, and only to a sync', async () => {
    const number = await sync();
    expect(undo(number).ok).toBe(true);
    const head = site.ledger.head().sequence;
    expect(undo(number)).toMatchObject({ ok: false, refusal: { code: 'already-undone' } });
    expect(undo(number - 1)).toMatchObject({ ok: false, refusal: { code: 'no-such' } });
    const idle = await sync();
    content = { departments: null, people: content.people };
    const nothing = await sync();
    expect(undo(nothing)).toMatchObject({ ok: false, refusal: { code: 'nothing-to-undo' } });
    expect([head < idle, appliedSyncs(site.ledger).map(({ changed }) => changed)]).toEqual([
      true,
      [false, true, true],
    ]);
  });

  it('leaves what was changed since, field by field, and tells of it', async () => {
    await sync();
    content = {
      departments: null,
      people: [...(content.people ?? [])].map((one) => ({
        ...one,
        name: `新${one.name}`,
        departments: ['jyj'],
      })),
    };
    const number = await sync();
    change('2002', { name: '李四四' });
    site.desk.append(
      [{ stream: 'person:2003', events: [{ type: 'PersonDisabled', payload: { reason: '调离' } }] }],
      { ...by, cause: 'x' },
    );
    const planned = planUndo(site, number);
    const outcome = undo(number);
    expect(outcome).toEqual(planned);
    expect(leftOf(outcome)).toEqual([['2002', 'changed-since', 'name', '李四四']]);
    expect(site.views.person('2002')).toMatchObject({ name: '李四四', departments: ['czj'] });
    expect(site.views.person('2003')).toMatchObject({ name: '王五', departments: ['czj'], disabled: true });
  });

  it('disables who was new instead of deleting them, and keeps new departments; a later sync takes them up again', async () => {
    await sync();
    content = {
      departments: [...(content.departments ?? []), unit('fgw', '发改委')],
      people: [...(content.people ?? []), someone('2009', '新人'), someone('2010', '在用')],
    };
    const number = await sync();
    site.desk.append(
      [
        {
          stream: 'person:2010',
          events: [{ type: 'CredentialSet', payload: { method: 'pin', fingerprint: null } }],
        },
      ],
      { ...by, cause: 'x' },
    );
    expect(leftOf(undo(number))).toEqual([
      ['fgw', 'department-stays', null, 'fgw'],
      ['2010', 'changed-since', 'registered', ''],
    ]);
    expect(['2009', '2010'].map((one) => site.views.person(one)?.disabled)).toEqual([true, false]);
    await sync();
    expect(site.views.person('2009')).toMatchObject({ disabled: false, directory: 'here' });
  });

  it('gives people back to the office whom the sync only claimed, and sends away again whom it let in', async () => {
    await sync();
    content = { departments: null, people: (content.people ?? []).slice(0, 2) };
    await sync();
    const local = { name: '赵六', roles: ['collector' as const], departments: ['czj'], standsInFor: [] };
    site.desk.append([{ stream: 'person:2004', events: [{ type: 'PersonRegistered', payload: local }] }], {
      ...by,
      cause: 'x',
    });
    content = {
      departments: null,
      people: [...(content.people ?? []), someone('2003', '王五'), someone('2004', '赵六')],
    };
    const number = await sync();
    expect(['2003', '2004'].map((one) => site.views.person(one)?.directory)).toEqual(['here', 'here']);
    expect(undo(number).ok).toBe(true);
    expect(site.views.person('2003')).toMatchObject({ disabled: true, directory: 'gone' });
    expect(site.views.person('2004')).toMatchObject({ disabled: false, directory: 'none' });
  });

  it('never takes the last registrar away, nor gives two departments one name', async () => {
    content = {
      departments: content.departments,
      people: [someone('2001', '张三'), someone('2002', '李四')],
    };
    await sync();
    content = {
      departments: [unit('czj', '财政金融局'), unit('jyj', '教育局')],
      people: [
        someone('2001', '张三', { roles: ['registrar'] }),
        someone('2002', '李四', { roles: ['registrar'] }),
      ],
    };
    const number = await sync();
    site.desk.append(
      [
        {
          stream: 'department:new',
          events: [{ type: 'DepartmentRegistered', payload: { name: '财政局', aliases: [] } }],
        },
      ],
      { ...by, cause: 'x' },
    );
    expect(leftOf(undo(number))).toEqual([
      ['czj', 'name-taken', null, '财政局'],
      ['2002', 'last-registrar', null, '2002'],
    ]);
    expect(['2001', '2002'].map((one) => site.views.person(one)?.roles)).toEqual([
      ['collector'],
      ['registrar'],
    ]);
  });

  it('holds the sync that follows by itself until somebody asks for one', async () => {
    const number = await sync();
    expect(isHeld(site.ledger)).toBe(false);
    undo(number);
    expect(isHeld(site.ledger)).toBe(true);
    await sync('1000');
    expect(isHeld(site.ledger)).toBe(false);
  });

  it('planted mutant: one that looks only at what is there now would take back what somebody put right since', async () => {
    await sync();
    content = {
      departments: null,
      people: (content.people ?? []).map((one) => ({ ...one, name: `新${one.name}` })),
    };
    const number = await sync();
    change('2002', { name: '李四四' });
    const careless = {
      ...site,
      ledger: {
        read: site.ledger.read.bind(site.ledger),
        stream: (id: Parameters<typeof site.ledger.stream>[0]) =>
          site.ledger.stream(id).filter(({ cause }) => cause !== 'by hand'),
      },
    };
    undoSync(careless, { sync: number, reason: 'x' }, by);
    expect(site.views.person('2002')?.name).toBe('李四');
  });
});

describe('undoing over the API', () => {
  it('is looked at first, asks for a reason, and is listed with who did it; the same request again changes nothing', async () => {
    await sync();
    content = {
      departments: null,
      people: (content.people ?? []).map((one) => ({ ...one, name: `新${one.name}` })),
    };
    const number = await sync();
    served = await serve(site);
    const ask = client(`${served.url}/api/v1`, { token: tokenFor(site, 'registrar') });
    const looked = await ask('GET', `/directory/syncs/${number}`);
    expect(looked.body).toMatchObject({ sync: number, applied: false, left: [] });
    expect(looked.body.changes).toHaveLength(3);
    expect((await ask('POST', `/directory/syncs/${number}/undo`, {})).status).toBe(422);
    expect(site.views.person('2002')?.name).toBe('新李四');
    const done = await ask('POST', `/directory/syncs/${number}/undo`, { reason: '目录填错' });
    expect(done).toMatchObject({ status: 200, body: { applied: true, changes: looked.body.changes } });
    expect(site.views.person('2002')?.name).toBe('李四');
    expect((await ask('POST', `/directory/syncs/${number}/undo`, { reason: '再来' })).body.code).toBe(
      'already-undone',
    );
    expect((await ask('GET', '/directory/syncs/nonsense')).status).toBe(404);
    const { body } = await ask('GET', '/directory');
    expect(body).toMatchObject({ held: true, last: { failed: null } });
    expect(body.syncs[0]).toMatchObject({ sync: number, undone: { reason: '目录填错', left: 0 } });
    expect(body.syncs[1].undone).toBeNull();
  });
});
