import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { makeDocketCode } from '#controller/domain/docket-code.ts';
import type { OpenLedger } from '#controller/ledger/open-ledger.ts';
import { by, entropy, makeSite, serve, tokenFor } from '#tests/support/api-site.ts';
import { median, quantile, type BenchResult } from './result.ts';
import { appendSteps } from './support/fill-ledger.ts';
import { paperTrails } from './support/paper-trail.ts';

/** Already in the ledger. */
const BEFORE = 40_000;
const ROUNDS = 8;
const PER_ROUND = 200;
/** Requests under way together, as an OA that hands over its morning's work. */
const AT_ONCE = 16;
const PAGES = 40;
const LEAST_EVENTS = 20_000;

interface Measured {
  readonly ms: number;
  readonly count: number;
  readonly each: readonly number[];
}
/** A program in a process of its own, which does one task after another until it is disposed of. */
const clientAt = (url: string, token: string) => {
  const path = fileURLToPath(new URL('./support/api-client-child.ts', import.meta.url));
  const child = spawn(process.execPath, [path, url, token, String(AT_ONCE)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async does(task: string): Promise<Measured> {
      child.stdin.write(`${task}\n`);
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`the client ended at '${task}'`);
      return JSON.parse(value) as Measured;
    },
    [Symbol.dispose]: () => void child.stdin.end(),
  };
};

/** The reference: the events of a registration, durable one append after another, with nothing around it. */
const rawAppends = (ledger: OpenLedger, count: number): number => {
  const documents = Array.from({ length: count }, () => ({
    id: entropy.id(),
    docket: makeDocketCode(entropy.bytes(16)),
  }));
  const start = performance.now();
  for (const [serial, { id, docket }] of documents.entries())
    ledger.append(
      [
        {
          ...{ stream: `document:${id}`, expected: 'absent' },
          events: [
            {
              type: 'DocumentRegistered',
              payload: {
                ...{
                  number: `原〔2026〕${id}-${serial}号`,
                  title: '关于做好防汛工作的通知',
                  kind: '通知',
                  way: 'api',
                },
                ...{ issuers: ['某市人民政府办公室'], urgency: 'none', pages: 4, writtenOn: '2026-06-18' },
                ...{ barcode: null, oaId: id, oddities: [] },
              },
            },
          ],
        },
        {
          ...{ stream: `consignment:${docket}`, expected: 'absent' },
          events: [
            {
              type: 'ConsignmentRegistered',
              payload: { document: id, department: 'd0', copy: 1, copies: 1 },
            },
          ],
        },
      ],
      { ...by, time: '2026-06-18T01:00:00.000Z' },
    );
  return performance.now() - start;
};

/**
 * Registrations over HTTP, each durable with its stored answer, against the same events appended without anything
 * around them in the same process, in turns; and the feed of events, page after page, by one program.
 */
export const run = async (): Promise<BenchResult[]> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'docketbox-api-'));
  const site = makeSite({ dataDir });
  const trail = paperTrails();
  const steps = () => Array.from({ length: 2_000 }, () => trail.next().value);
  for (let i = 0; i < BEFORE; i += 2_000) appendSteps(site.ledger, steps());
  if (!site.views.department('d0')) {
    const payload = { name: '零号单位', aliases: [] };
    site.desk.append([{ stream: 'department:d0', events: [{ type: 'DepartmentRegistered', payload }] }], by);
  }
  const token = tokenFor(site, 'registrar', 'oa');
  const served = await serve(site);
  const url = `${served.url}/api/v1`;
  using client = clientAt(url, token);
  try {
    const rates: number[] = [];
    const raw: number[] = [];
    const each: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const rawMs = rawAppends(site.ledger, PER_ROUND);
      const http = await client.does(`register ${PER_ROUND}`);
      // The first round warms both up.
      if (round === 0) continue;
      raw.push((PER_ROUND / rawMs) * 1000);
      rates.push((http.count / http.ms) * 1000);
      each.push(...http.each);
    }
    const feed = await client.does(`follow ${PAGES}`);
    const perSecond = (feed.count / feed.ms) * 1000;
    const ratio = median(rates) / median(raw);
    return [
      {
        ...{ name: 'api', median: median(each), p99: quantile(each, 0.99), unit: 'ms', ratio },
        ...{ target: '≥ 0.5', ok: ratio >= 0.5 },
        reference: `${median(rates).toFixed(0)} registrations/s of ${AT_ONCE} at once; the same events appended raw: ${median(raw).toFixed(0)}/s`,
      },
      {
        ...{ name: 'api-feed', median: median(feed.each), p99: quantile(feed.each, 0.99), unit: 'ms' },
        ...{
          ratio: perSecond / LEAST_EVENTS,
          target: `≥ ${LEAST_EVENTS} events/s`,
          ok: perSecond >= LEAST_EVENTS,
        },
        reference: `${perSecond.toFixed(0)} events/s in ${PAGES} pages of 1,000, parsed by the program`,
      },
    ];
  } finally {
    await served.stop();
    site.ledger.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
};

if (import.meta.main) console.log(JSON.stringify(await run(), null, 1));
