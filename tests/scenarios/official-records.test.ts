import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DocumentView } from '#controller/api/contract/office.ts';
import { answerTo, arrive, finishVisit, scanUntilTaken } from '../support/messenger.ts';
import { startSite, type RunningSite } from '../support/running-site.ts';
import type { SimState } from '../support/simulated-site.ts';
import { formOf, FORMS, kioskWatch, tracesIn, tracesOnDisk } from '../support/traces.ts';

interface Sample {
  readonly name: string;
  readonly text: string;
  readonly expect: {
    readonly ok: boolean;
    readonly classified?: boolean;
    readonly record?: Readonly<Record<string, unknown>>;
    readonly oddities?: readonly string[];
  };
}
const { samples } = JSON.parse(readFileSync('tests/vectors/official-records.json', 'utf8')) as {
  samples: Sample[];
};
type Encoding = 'utf8' | 'gbk';
const encodings: readonly Encoding[] = ['utf8', 'gbk'];
const fits = (text: string, encoding: Encoding): boolean =>
  iconv.decode(iconv.encode(text, encoding), encoding) === text;

let site: RunningSite;
let kiosk: Awaited<ReturnType<typeof kioskWatch>>;
beforeAll(async () => {
  site = await startSite({
    change: (config) => {
      config.policies = { timings: { message: 0.15, idleSignOut: 3000, absoluteSignOut: 3000 } };
    },
  });
  await site.seed();
  kiosk = await kioskWatch(site);
  await arrive(site);
});
afterAll(async () => {
  kiosk.stop();
  await site.stop();
});

const scan = (text: string, encoding: Encoding): Promise<unknown> =>
  site.sim.do('scan', { device: 'scanner-front', text, encoding });
const judged = async (): Promise<string[]> =>
  (await site.events()).filter(({ type }) => type === 'ScanJudged').map(({ payload }) => payload.verdict);

/** Element by element, so that a test may make any of them odd. */
const record = (change: Partial<Record<string, string>> = {}): string => {
  const elements = {
    tag: 'GB0626-2005',
    barcode: 'SJ202600000000000999',
    issuer: '某市人民政府办公室',
    kind: '通知',
    number: '某政办发〔2026〕99号',
    recipient: '发展和改革委员会',
    title: '关于做好防汛工作的通知',
    secrecy: '无',
    urgency: '特急',
    writtenOn: '20260618',
    level: '市地级',
    maker: '某市人民政府办公室',
    madeOn: '20260618',
    free: '',
    ...change,
  };
  return `${Object.values(elements).join('^')}^|`;
};

/** A CR inside the payload ends the scan of a scanner that sends CR after each: those are two scans. */
const oneScan = ({ text }: Sample): boolean => !text.trimEnd().includes('\r');
const offered = samples.filter((sample) => sample.expect.ok && !sample.expect.classified && oneScan(sample));
const refused = samples.filter((sample) => sample.expect.classified && oneScan(sample));

describe('a record is shown with its fields and what is odd about it', () => {
  const cases = offered.flatMap((sample) =>
    encodings
      .filter((encoding) => fits(sample.text, encoding))
      .map((encoding) => [sample.name, encoding, sample] as const),
  );
  test.each(cases)('%s, %s', async (_name, encoding, { text, expect: { record: fields, oddities } }) => {
    const { screen, message } = await answerTo(site, () => scan(text, encoding));
    expect(message?.code).toBe('record-offered');
    if (screen.name !== 'drop-register') throw new Error(`the screen is ${screen.name}`);
    const { number, urgency, writtenOn } = fields ?? {};
    expect(screen.record).toMatchObject({
      ...(number === undefined ? {} : { number }),
      ...(urgency === undefined ? {} : { urgency }),
      ...(writtenOn === undefined ? {} : { writtenOn }),
      kind: '通知',
      oddities,
    });
    expect(screen.record).not.toHaveProperty('title');
    expect((await site.command({ type: 'discard-record' })).status).toBe(200);
  });
});

test('what is cut off, or no record, is unreadable and not kept', async () => {
  const whole = record({ title: '截断之后不应留存的标题', number: '某政办发〔2026〕77号' });
  const cut = [
    whole.slice(0, whole.indexOf('留存')),
    whole.slice(0, whole.indexOf('特急')),
    whole.slice(0, whole.lastIndexOf('某市')),
    whole.replace('GB0626-2005', 'XX0000-0000'),
  ];
  for (const encoding of encodings)
    for (const text of cut) {
      const { screen, message } = await answerTo(site, () => scan(text, encoding));
      expect([screen.name, message?.code]).toEqual(['drop-ready', 'unreadable']);
    }
  // Half of a character at the end: no text at all.
  const half = iconv.encode(whole.slice(0, whole.indexOf('之后')), 'gbk').subarray(0, -1);
  const { message } = await answerTo(site, () =>
    site.sim.do('scan', { device: 'scanner-front', hex: half.toString('hex') }),
  );
  expect(message?.code).toBe('unreadable');
  expect(tracesOnDisk(site.dir, ['截断之后', '〔2026〕77号'])).toEqual([]);
});

describe('a record that nobody knows is registered on the spot', () => {
  let dockets: string[];

  test('document, consignments and printed labels come of it, in one step', async () => {
    const text = record({ number: '某政办发（2026）99号', urgency: '急件' });
    const { screen } = await answerTo(site, () => scan(text, 'gbk'));
    expect(screen).toMatchObject({
      name: 'drop-register',
      record: {
        ...{ number: '某政办发〔2026〕99号', issuer: '某市人民政府办公室', kind: '通知', urgency: 'jiaji' },
        ...{ recipient: '发展和改革委员会', writtenOn: '2026-06-18', proposed: ['fgw'] },
        oddities: ['number-form:5:某政办发（2026）99号'],
      },
    });
    const recipients = [
      { department: 'fgw', copies: 2 },
      { department: 'czj', copies: 1 },
    ];
    const answer = await site.command({ type: 'register', recipients });
    expect([answer.status, answer.body.screen.name]).toEqual([200, 'drop-registered']);
    dockets = answer.body.screen.pieces.map((piece: { docket: string }) => piece.docket);
    expect(dockets).toHaveLength(3);

    const events = await site.events();
    const from = events.findLastIndex(({ type }) => type === 'DocumentRegistered');
    const [{ payload, stream }] = events.slice(from);
    expect(payload).toMatchObject({
      ...{ number: '某政办发〔2026〕99号', title: '关于做好防汛工作的通知', way: 'scan' },
      ...{ barcode: 'SJ202600000000000999', oddities: ['number-form:5:某政办发（2026）99号'] },
    });
    const document = (await site.must('GET', `/api/v1/documents/${stream.split(':')[1]}`)) as DocumentView;
    expect(document.consignments.map(({ docket, department }) => [docket, department]).sort()).toEqual(
      dockets.map((docket, index) => [docket, index < 2 ? 'fgw' : 'czj']).sort(),
    );
    for (const docket of dockets) await site.printed(docket);
    const { printed } = await site.sim.until('three labels read', (state) =>
      state.printed.every((print: SimState) => print.codes),
    );
    const labels = printed.map((print: SimState) => print.codes[0].text) as string[];
    expect(labels.sort()).toEqual(dockets.toSorted());
    expect(events.filter(({ type }) => type === 'PrintJobQueued').length).toBe(3);
  });

  test('scanned again, in either encoding, its consignments are offered and nothing is registered twice', async () => {
    for (const encoding of encodings) {
      const { screen, message } = await answerTo(site, () => scan(record(), encoding));
      expect(message?.code).toBe('record-offered');
      expect(screen).toMatchObject({ name: 'drop-registered' });
      const pieces = screen.name === 'drop-registered' ? screen.pieces.map(({ docket }) => docket) : [];
      expect(pieces.toSorted()).toEqual(dockets.toSorted());
      await site.command({ type: 'discard-record' });
    }
    const events = await site.events();
    expect(events.filter(({ type }) => type === 'DocumentRegistered')).toHaveLength(1);
    // One is dropped: the others are still offered.
    const [first = ''] = dockets;
    await scanUntilTaken(site, first);
    await finishVisit(site, first);
    const { screen } = await answerTo(site, () => scan(record(), 'utf8'));
    expect(screen.name === 'drop-registered' && screen.pieces.map(({ docket }) => docket)).toHaveLength(2);
    await site.command({ type: 'discard-record' });
  });
});

describe('a classified record leaves nothing behind', () => {
  const marks = ['秘密', '机密10年', '绝密★长期', '内部', '密', '', 'None'];
  const secrets = marks.map((mark, index) => ({
    ...{ mark, title: `绝不可留存之事项第${index + 1}件`, number: `某密发〔2031〕${4001 + index}号` },
    barcode: `MM20310000000000${4001 + index}`,
  }));
  const texts = secrets.flatMap(({ title, number, barcode }) => [title, number, barcode]);

  test.each(
    secrets.flatMap((secret) => encodings.map((encoding) => [secret.mark, encoding, secret] as const)),
  )(
    'mark "%s", %s: refused, one event with a keyed hash',
    async (_mark, encoding, { mark, title, number, barcode }) => {
      const text = record({ secrecy: mark, title, number, barcode });
      const before = await site.events();
      const { screen, message } = await answerTo(site, () => scan(text, encoding));
      expect([screen.name, message?.code, message?.tone]).toEqual(['drop-ready', 'classified', 'error']);
      expect(Object.values(message?.values ?? {})).toEqual([]);
      const after = (await site.events()).slice(before.length);
      expect(after.map(({ type }) => type).sort()).toEqual(['ClassifiedRefused', 'ScanJudged']);
      const { payload } = after.find(({ type }) => type === 'ClassifiedRefused');
      expect(payload).toMatchObject({ way: 'scan', person: '1001' });
      expect(payload.hash).toMatch(/^[0-9a-f]{64}$/);
      // Whoever has the ledger and guesses the text cannot check the guess.
      const guess = createHash('sha256').update(iconv.encode(text, encoding)).digest('hex');
      expect(payload.hash).not.toBe(guess);
    },
  );

  test('the refused samples among the vectors are refused at the station too', async () => {
    for (const { text, name } of refused.filter((sample) => !/\p{Cc}/u.test(sample.text))) {
      const { message } = await answerTo(site, () => scan(text, 'utf8'));
      expect([name, message?.code]).toEqual([name, 'classified']);
    }
  });

  test('a repetition is recognised by its hash', async () => {
    const [first] = secrets;
    if (!first) throw new Error('no secret');
    const { title, number, barcode, mark } = first;
    await answerTo(site, () => scan(record({ secrecy: mark, title, number, barcode }), 'gbk'));
    const hashes = (await site.events())
      .filter(({ type }) => type === 'ClassifiedRefused')
      .map(({ payload }) => payload.hash as string);
    expect(hashes.filter((hash) => hash === hashes.at(-1))).toHaveLength(2);
  });

  test('title, number and barcode are on no disk, in no output, on no screen', async () => {
    expect(await judged()).toContain('classified');
    expect(tracesOnDisk(site.dir, texts)).toEqual([]);
    expect(tracesIn('output', Buffer.from(site.controller.output()), texts)).toEqual([]);
    expect(kiosk.all().length).toBeGreaterThan(10_000);
    // Titles of ordinary papers do not reach a kiosk either: it stands in a hall.
    expect(tracesIn('kiosk', Buffer.from(kiosk.all()), [...texts, '做好防汛工作'])).toEqual([]);
    expect(tracesIn('events', Buffer.from(JSON.stringify(await site.events())), texts)).toEqual([]);
    // Nor does it settle on the disk when the log is folded in at the end.
    expect(await site.controller.end()).toBe(0);
    expect(tracesOnDisk(site.dir, texts)).toEqual([]);
    expect(tracesIn('output', Buffer.from(site.controller.output()), texts)).toEqual([]);
  });

  test('the search finds what is there: an ordinary title, and a secret planted in any form', () => {
    expect(tracesOnDisk(site.dataDir, ['关于做好防汛工作的通知']).length).toBeGreaterThan(0);
    const [title = ''] = texts;
    for (const form of FORMS) {
      const planted = join(site.dataDir, 'planted.sqlite-wal');
      writeFileSync(planted, Buffer.concat([Buffer.alloc(4097), formOf(form, title), Buffer.alloc(3)]));
      expect(tracesOnDisk(site.dir, texts)).toEqual([`${planted}: ${title} (${form})`]);
      rmSync(planted);
    }
  });
});
