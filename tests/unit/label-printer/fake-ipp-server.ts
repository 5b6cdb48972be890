import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

type Value = string | number | boolean | { readonly from: number; readonly to: number };
/** An attribute of an answer: tag, name, values as bytes. */
type Attribute = readonly [tag: number, name: string, ...values: Value[]];
export interface FakeJob {
  readonly id: number;
  readonly name: string;
  readonly copies: unknown;
  state: number;
  readonly document: Buffer;
}

/**
 * A print server that knows just enough IPP, its messages put together by hand from RFC 8010: what it says of itself
 * and what becomes of a job is up to the test.
 */
export class FakeIppServer {
  state = 3;
  reasons: string[] = ['none'];
  accepting = true;
  trays: string[] = [];
  formats = ['application/pdf'];
  mostCopies = 99;
  /** What happens to the next print request. */
  next:
    'ok' | 'refuse' | 'refuse-format' | 'cut-after-taking' | 'cut-before-taking' | 'http-500' | 'garbage' =
    'ok';
  /** State of a job as it is taken; 9 is completed. */
  takenAs = 9;
  forgetsJobs = false;
  readonly jobs: FakeJob[] = [];
  readonly operations: number[] = [];
  #server: Server | null = null;
  #sockets = new Set<Socket>();

  async listen(): Promise<this> {
    const server = createServer((request, response) => {
      void body(request).then((bytes) => {
        const answer = this.#answer(bytes);
        if (answer === null) response.destroy();
        else response.writeHead(answer.status, { 'content-type': 'application/ipp' }).end(answer.bytes);
      });
    });
    server.on('connection', (socket) => {
      this.#sockets.add(socket.on('close', () => this.#sockets.delete(socket)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#server = server;
    return this;
  }

  get uri(): string {
    const { port } = this.#server?.address() as AddressInfo;
    return `ipp://127.0.0.1:${port}/ipp/print`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  #answer(bytes: Buffer): { readonly status: number; readonly bytes: Buffer } | null {
    const { operation, requestId, attributes, document } = parse(bytes);
    this.operations.push(operation);
    const reply = (code: number, ...groups: [number, readonly Attribute[]][]) => ({
      status: 200,
      bytes: message(code, requestId, groups),
    });
    if (operation === 0x000b)
      return reply(0, [
        4,
        [
          [0x23, 'printer-state', this.state],
          [0x44, 'printer-state-reasons', ...this.reasons],
          [0x22, 'printer-is-accepting-jobs', this.accepting],
          [0x49, 'document-format-supported', ...this.formats],
          [0x30, 'printer-input-tray', ...this.trays],
          [0x33, 'copies-supported', { from: 1, to: this.mostCopies }],
        ],
      ]);
    const told = ({ id, name, state }: FakeJob): [number, readonly Attribute[]] => [
      2,
      [
        [0x21, 'job-id', id],
        [0x42, 'job-name', name],
        [0x23, 'job-state', state],
      ],
    ];
    if (operation === 0x000a) {
      const done = attributes.get('which-jobs') === 'completed';
      return reply(0, ...this.jobs.filter((job) => job.state >= 7 === done).map(told));
    }
    if (operation === 0x0009) {
      const job = this.jobs.find(({ id }) => id === attributes.get('job-id'));
      return job ? reply(0, told(job)) : reply(0x0406);
    }
    const happens = this.next;
    this.next = 'ok';
    if (happens === 'refuse') return reply(0x0506);
    if (happens === 'refuse-format') return reply(0x040a);
    if (happens === 'http-500') return { status: 500, bytes: Buffer.alloc(0) };
    if (happens === 'garbage') return { status: 200, bytes: Buffer.from('<html>hello</html>') };
    if (happens === 'cut-before-taking') return null;
    const job = {
      id: 100 + this.jobs.length,
      name: String(attributes.get('job-name')),
      copies: attributes.get('copies'),
      state: this.takenAs,
      document,
    };
    if (!this.forgetsJobs) this.jobs.push(job);
    return happens === 'cut-after-taking' ? null : reply(0, told(job));
  }
}

const body = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const parse = (bytes: Buffer) => {
  const attributes = new Map<string, string | number>();
  let at = 8;
  while (bytes[at] !== 3) {
    const tag = bytes[at] ?? 3;
    at += 1;
    if (tag < 0x10) continue;
    const nameLength = bytes.readUInt16BE(at);
    const name = bytes.toString('utf8', at + 2, at + 2 + nameLength);
    at += 2 + nameLength;
    const length = bytes.readUInt16BE(at);
    const value = bytes.subarray(at + 2, at + 2 + length);
    at += 2 + length;
    if (name !== '') attributes.set(name, tag === 0x21 ? value.readInt32BE() : value.toString());
  }
  return {
    operation: bytes.readUInt16BE(2),
    requestId: bytes.readUInt32BE(4),
    attributes,
    document: bytes.subarray(at + 1),
  };
};

const message = (
  code: number,
  requestId: number,
  groups: readonly [number, readonly Attribute[]][],
): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt16BE(0x0200, 0);
  head.writeUInt16BE(code, 2);
  head.writeUInt32BE(requestId, 4);
  const short = (n: number): Buffer => Buffer.of(n >> 8, n & 0xff);
  const valueOf = (value: Value): Buffer => {
    if (typeof value === 'object') return Buffer.concat([valueOf(value.from), valueOf(value.to)]);
    if (typeof value === 'string') return Buffer.from(value);
    if (typeof value === 'boolean') return Buffer.of(value ? 1 : 0);
    const out = Buffer.alloc(4);
    out.writeInt32BE(value);
    return out;
  };
  const parts = groups.flatMap(([tag, attributes]) => [
    Buffer.of(tag),
    ...attributes.flatMap(([kind, name, ...values]) =>
      values.flatMap((value, i) => {
        const label = Buffer.from(i === 0 ? name : '');
        const bytes = valueOf(value);
        return [Buffer.of(kind), short(label.length), label, short(bytes.length), bytes];
      }),
    ),
  ]);
  return Buffer.concat([head, ...parts, Buffer.of(3)]);
};
