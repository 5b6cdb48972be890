// A program at the API, in a process of its own that goes on like an OA does: `URL TOKEN AT-ONCE`. Each line of its input
// is a task, `register COUNT` or `follow PAGES`; for each it prints {"ms","count","each"} as a line of JSON: the time for
// all, how many, and the milliseconds of each request. Ends with its input.
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';

const [url = '', token = '', atOnce = '1'] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: Number(atOnce) });

const ask = (
  method: string,
  path: string,
  body?: string,
  key?: string,
): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const headers: Record<string, string> = { authorization: `Bearer ${token}` };
    if (body !== undefined) {
      headers['content-type'] = 'application/json';
      headers['content-length'] = String(Buffer.byteLength(body));
    }
    if (key !== undefined) headers['idempotency-key'] = key;
    const asked = request(url + path, { method, agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });

let each: number[] = [];
const timed = async (work: () => Promise<unknown>): Promise<void> => {
  const start = performance.now();
  await work();
  each.push(performance.now() - start);
};
/** Different in every process, so that no run meets what another registered. */
const run = process.pid.toString(36);

let next = 0;
const register = async (count: number): Promise<number> => {
  const end = next + count;
  const one = async (): Promise<void> => {
    while (next < end) {
      const serial = next++;
      const body = JSON.stringify({
        ...{ number: `某发〔2026〕${run}-${serial}号`, title: '关于做好防汛工作的通知', kind: '通知' },
        ...{
          issuers: ['某市人民政府办公室'],
          urgency: 'none',
          secrecy: 'none',
          pages: 4,
          writtenOn: '2026-06-18',
        },
        ...{ oaId: `${run}-${serial}`, recipients: [{ department: 'd0', copies: 1 }] },
      });
      await timed(async () => {
        const { status, text } = await ask(
          'POST',
          '/documents',
          body,
          `${run}-${String(serial).padStart(10, '0')}`,
        );
        if (status !== 201) throw new Error(text);
      });
    }
  };
  await Promise.all(Array.from({ length: Number(atOnce) }, one));
  return count;
};
const follow = async (pages: number): Promise<number> => {
  let after = 0;
  let seen = 0;
  for (let page = 0; page < pages; page++)
    await timed(async () => {
      const { status, text } = await ask('GET', `/events?after=${after}&limit=1000`);
      if (status !== 200) throw new Error(text);
      const { items, next } = JSON.parse(text) as { items: unknown[]; next: number };
      seen += items.length;
      after = next;
    });
  return seen;
};

for await (const line of createInterface({ input: process.stdin })) {
  const [what = '', count = '1'] = line.split(' ');
  each = [];
  const start = performance.now();
  const done = await (what === 'register' ? register(Number(count)) : follow(Number(count)));
  console.log(JSON.stringify({ ms: performance.now() - start, count: done, each }));
}
agent.destroy();
