import fc, { type Arbitrary } from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { client, tokenFor, type Reply } from '#tests/support/api-site.ts';
import { fitting, hostile, nearly } from '#tests/support/openapi/arbitrary.ts';
import { livedInSite } from '#tests/support/openapi/lived-in.ts';
import { operationsOf, type Operation } from '#tests/support/openapi/operations.ts';

const { site, served, token, known } = await livedInSite();
const tokens = [token, token, tokenFor(site, 'technician'), tokenFor(site, 'kiosk')];
const program = client(served.url);
const operations = operationsOf((await program('GET', '/api/openapi.json')).body);
afterAll(() => served.stop());

type Sort = 'valid' | 'near-valid' | 'hostile';
interface Request {
  readonly path: string;
  readonly raw: string | Uint8Array<ArrayBuffer> | undefined;
  readonly type: string;
  readonly token: string;
}

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
const FILES = [
  'code,name\nczj,财政局',
  '\ufeff编号,姓名,角色\n77,张三,收文员',
  '%PDF-1.7\n',
  'PK\u0003\u0004',
  '',
];
const BROKEN = ['['.repeat(20_000), '{"a":', '', '\u0000', '{"__proto__":{"x":1}}', '"\\ud800"'];

const bodies = ({ body, files }: Operation, sort: Sort): Arbitrary<Request['raw']> => {
  if (files.length > 0)
    return fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => new Uint8Array(bytes)),
      fc.constantFrom(...FILES),
    );
  if (!body) return sort === 'hostile' ? hostile.map(asText) : fc.constant(undefined);
  if (sort === 'valid') return fitting(body, known).map((value) => JSON.stringify(value));
  if (sort === 'near-valid') return nearly(body, known).map((value) => JSON.stringify(value) ?? '');
  return fc.oneof(
    hostile.map((value) => JSON.stringify(value) ?? ''),
    fc.constantFrom(...BROKEN),
  );
};
const queries = ({ query }: Operation, sort: Sort): Arbitrary<Record<string, unknown>> =>
  fc.record(
    Object.fromEntries(
      Object.entries(query).map(([name, schema]) => {
        const good = fitting(schema);
        return [name, sort === 'valid' ? good : fc.oneof(good, hostile)];
      }),
    ),
    { requiredKeys: [] },
  );
/** What stands in the place of `{id}`: of print jobs, ids of print jobs. */
const segments = ({ path }: Operation, sort: Sort): Arbitrary<string[]> => {
  const steps = path.split('/');
  const names = steps.flatMap((step, at) =>
    step.startsWith('{') ? `${steps[at - 1] ?? ''}.${step.slice(1, -1)}` : [],
  );
  const bad = fc.oneof(hostile.map(asText), fc.constantFrom('%', 'a/b', '\r\nX: y', '🧾'));
  return fc.tuple(
    ...names.map((name) => {
      const there = fc.constantFrom(...(known[name] ?? ['nothing-there']).map(String));
      return sort === 'hostile' ? fc.oneof(there, bad) : there;
    }),
  );
};

/** As a client writes it into an address; what only points would be gone before it is sent. */
const spelled = (text: string): string =>
  encodeURIComponent(text.toWellFormed())
    .slice(0, 4_000)
    .replace(/%.?$/, '')
    .replace(/^\.{0,2}$/, '-');

const requests = (operation: Operation, sort: Sort): Arbitrary<Request> =>
  fc
    .record({
      raw: bodies(operation, sort),
      query: queries(operation, sort),
      places: segments(operation, sort),
      token: fc.constantFrom(...tokens),
      type: fc.constantFrom(...(operation.files.length > 0 ? operation.files : ['application/json'])),
    })
    .map(({ raw, query, places, ...more }) => {
      const path = places.reduce(
        (left, place) => left.replace(/\{\w+\}/, () => spelled(place)),
        operation.path,
      );
      const asked = Object.entries(query).map(([name, value]) => `${name}=${spelled(asText(value))}`);
      return { ...more, raw, path: `${path}${asked.length > 0 ? '?' : ''}${asked.join('&')}` };
    });

const send = (operation: Operation, request: Request, key?: string): Promise<Reply> => {
  const { path, raw, type, token: bearer } = request;
  return program(operation.method, path, undefined, {
    ...(raw === undefined || operation.method === 'GET' ? {} : { raw, headers: { 'content-type': type } }),
    ...{ token: bearer, ...(key === undefined ? {} : { key }) },
  });
};

/** A file that is drawn takes long: fewer of them are asked for. */
const runsOf = ({ id }: Operation): number => (/sheets|stamp|label|receipt|print/i.test(id) ? 3 : 6);

/** What was not as promised, for each operation at most once, with the seed that makes it come again. */
const faults = async (
  all: readonly Operation[],
  sort: Sort,
  judge: (operation: Operation, request: Request) => Promise<string | null>,
): Promise<string[]> => {
  const found: string[] = [];
  for (const operation of all) {
    const property = fc.asyncProperty(requests(operation, sort), async (request) => {
      const fault = await judge(operation, request);
      if (fault !== null) throw new Error(`${fault}\n${JSON.stringify({ ...request, token: '' })}`);
    });
    const { failed, seed, errorInstance } = await fc.check(property, { numRuns: runsOf(operation) });
    if (failed) found.push(`${operation.id} (seed ${seed}): ${String(errorInstance)}`);
  }
  return found;
};
const faultOf = (operation: Operation, { status, headers, body }: Reply): string | null =>
  operation.fault({ status, type: headers.get('content-type') ?? '', body });

/** Operations that were once followed, not refused. */
const followed = new Set<string>();
const answered = async (operation: Operation, request: Request): Promise<string | null> => {
  const reply = await send(operation, request);
  if (reply.status < 400) followed.add(operation.id);
  return faultOf(operation, reply);
};

/** A new answer each time is right here: it tells of a moment, and nothing of the record is made twice. */
const MOMENTARY = /^post(SignIn|SignOut|Setup|StationsByIdSession|PeopleByNumberCardTaps|Scans)/;
let keys = 0;
/** A repetition under the same key is answered alike and does nothing; the key serves no other request. */
const repeated = async (operation: Operation, request: Request): Promise<string | null> => {
  const key = `repeated-${String(++keys).padStart(8, '0')}`;
  const before = site.ledger.head().sequence;
  const first = await send(operation, request, key);
  const after = site.ledger.head().sequence;
  if (first.status >= 400 || after === before) return null;
  const second = await send(operation, request, key);
  if (site.ledger.head().sequence !== after) return 'a repetition did it again';
  if (second.status !== first.status) return `first HTTP ${first.status}, then HTTP ${second.status}`;
  if (JSON.stringify(second.body) !== JSON.stringify(first.body)) return 'a repetition is answered otherwise';
  const other = await send(
    operation,
    { ...request, raw: request.raw === undefined ? '{"x":1}' : undefined },
    key,
  );
  return other.status === 422 || other.status === 415
    ? null
    : `another request under the key: ${other.status}`;
};

describe('every operation of the OpenAPI document', () => {
  it.each(['valid', 'near-valid', 'hostile'] as const)('answers %s input as it says', async (sort) => {
    expect(await faults(operations, sort, answered)).toEqual([]);
    expect(site.logged).toEqual([]);
  });

  it('honours idempotency keys where it writes', async () => {
    const writing = operations.filter(({ method, id }) => method === 'POST' && !MOMENTARY.test(id));
    expect(await faults(writing, 'valid', repeated)).toEqual([]);
  });

  const operation = operations.find(({ id }) => id === 'getDepartments');
  const mutants: [string, (reply: Reply) => Reply][] = [
    ['fails', (reply) => ({ ...reply, status: 500 })],
    ['answers with another status', (reply) => ({ ...reply, status: 202 })],
    [
      'answers with another type',
      (reply) => ({ ...reply, headers: new Headers({ 'content-type': 'text/html' }) }),
    ],
    ['tells more than it says', (reply) => ({ ...reply, body: { ...reply.body, secret: 1 } })],
    ['leaves something out', (reply) => ({ ...reply, body: { items: reply.body.items } })],
    ['answers a problem of its own sort', (reply) => ({ ...reply, status: 404, body: { error: 'no' } })],
  ];
  it.each(mutants)('planted mutant: a server that %s is caught', async (_, changed) => {
    const reply = await program('GET', '/api/v1/departments', undefined, { token });
    if (!operation) throw new Error('no operation getDepartments');
    expect(faultOf(operation, reply)).toBeNull();
    expect(faultOf(operation, changed(reply))).not.toBeNull();
  });

  it('was followed, not refused, in more than half of its operations', () => {
    expect(followed.size / operations.length).toBeGreaterThan(0.5);
  });
});
