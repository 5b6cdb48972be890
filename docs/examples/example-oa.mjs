// A small OA beside Docketbox, plain Node: registers a document, receives signed webhooks, answers before doors open.
//
//   DOCKETBOX_URL=http://127.0.0.1:8080 DOCKETBOX_TOKEN=dxb_… ASK_SECRET=whsec_… node docs/examples/example-oa.mjs
//
// The site configuration needs "webhooks": { "allow": ["http://127.0.0.1:9100"] } and, to be asked before doors open,
// "policies": { "askBeforeOpening": { "url": "http://127.0.0.1:9100/ask", "secretEnv": "ASK_SECRET", "onSilence": "refuse" } }.
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const { DOCKETBOX_URL = 'http://127.0.0.1:8080', DOCKETBOX_TOKEN = '', ASK_SECRET = '' } = process.env;
const PORT = Number(process.env.PORT ?? 9100);
/** A signature older than this is a repetition by somebody else, seconds. */
const OLDEST = 300;
const LARGEST_BODY = 1_000_000;

/** Asks Docketbox. The same key with the same body does nothing twice: on a broken line simply ask again. */
const api = async (method, path, body, key = randomUUID()) => {
  const response = await fetch(`${DOCKETBOX_URL}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${DOCKETBOX_TOKEN}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': key }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${answer.code} — ${answer.detail}`);
  return answer;
};

/** Standard Webhooks: HMAC-SHA-256 over `<id>.<timestamp>.<body>`, compared in constant time. */
const isSigned = (secret, headers, body) => {
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': given = '' } = headers;
  if (Math.abs(Date.now() / 1000 - Number(at)) > OLDEST) return false;
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const expected = Buffer.from(
    `v1,${createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')}`,
  );
  return given.split(' ').some((one) => {
    const signature = Buffer.from(one);
    return signature.length === expected.length && timingSafeEqual(signature, expected);
  });
};

const bodyOf = async (request) => {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > LARGEST_BODY) throw new Error('too long');
  }
  return text;
};

/** What this OA knows of its documents, by its own id. A real one keeps it in its database. */
const documents = new Map();
/** Messages taken before: every attempt at one has the same id. */
const taken = new Set();
let subscription = null;

const WORDS = {
  ConsignmentLabelled: 'label printed',
  ConsignmentDeposited: 'dropped',
  ConsignmentCollected: 'collected',
  ConsignmentWithdrawn: 'withdrawn',
};
const learn = ({ type, timestamp, data }) => {
  const known = documents.get(data.document.oaId);
  const words = WORDS[type];
  if (!known || !words || !data.consignment) return;
  const { docket, department } = data.consignment;
  known.pieces.set(docket, type);
  console.log(`${timestamp} ${data.document.number}: the piece for ${department} is ${words}`);
};

/** Only pieces of documents that this OA still wants to go out. */
const mayOpen = ({ dockets }) =>
  dockets.every((docket) =>
    [...documents.values()].every(({ pieces, held }) => !(held && pieces.has(docket))),
  );

const server = createServer(async (request, response) => {
  try {
    const body = await bodyOf(request);
    const secret = request.url === '/ask' ? ASK_SECRET : (subscription?.secret ?? '');
    if (request.method !== 'POST' || secret === '' || !isSigned(secret, request.headers, body))
      return response.writeHead(401).end();
    const message = JSON.parse(body);
    if (request.url === '/ask') {
      const allow = mayOpen(message.data);
      console.log(`asked whether ${message.data.compartments.join(', ')} may open: ${allow ? 'yes' : 'no'}`);
      return response.setHeader('content-type', 'application/json').end(JSON.stringify({ allow }));
    }
    const id = request.headers['webhook-id'];
    if (!taken.has(id)) learn(message);
    taken.add(id);
    response.writeHead(204).end();
  } catch {
    response.writeHead(400).end();
  }
});
await new Promise((resolve) => server.listen(PORT, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${server.address().port}`;

// An older subscription of this program is ended: its secret is lost with the process.
for (const { id, url: theirs } of (await api('GET', '/webhooks')).items)
  if (theirs === `${url}/hook`) await api('POST', `/webhooks/${id}/remove`, {});
subscription = await api('POST', '/webhooks', { url: `${url}/hook`, description: 'example OA' });

const [department] = (await api('GET', '/departments')).items;
if (!department) throw new Error('register a department first');
const oaId = `example-${randomUUID()}`;
documents.set(oaId, { pieces: new Map(), held: false });
const document = await api('POST', '/documents', {
  ...{
    number: `示例〔2026〕${Date.now() % 100_000}号`,
    title: '关于示例的通知',
    issuers: ['示例办公室'],
    kind: '通知',
  },
  ...{
    urgency: 'none',
    secrecy: 'none',
    pages: 2,
    oaId,
    recipients: [{ department: department.code, copies: 1 }],
  },
});
for (const { docket } of document.consignments)
  documents.get(oaId).pieces.set(docket, 'ConsignmentRegistered');
console.log(
  `registered ${document.number} as ${document.id}: ${document.consignments.map(({ docket }) => docket).join(', ')}`,
);

const amended = await api('POST', `/documents/${document.id}/amend`, {
  pages: 3,
  reason: 'a page was missing',
});
console.log(`amended: ${amended.pages} pages`);
console.log(`listening on ${url}; Ctrl-C ends`);

const end = () => server.close(() => process.exit(0)).closeAllConnections();
process.on('SIGINT', end).on('SIGTERM', end);
