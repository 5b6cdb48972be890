import { DEPARTMENTS, DOCUMENTS, type DemoPerson } from './demo-people.ts';

/**
 * Fills a new demo through the controller's own HTTP API: departments, people with their PINs and cards, documents.
 * Every write carries a fixed idempotency key, so a seeding that was cut short is simply done again.
 * `setupCode` is null when the first registrar exists already. Throws an Error that names the request refused.
 */
export const seed = async (
  url: string,
  people: readonly DemoPerson[],
  setupCode: string | null,
): Promise<void> => {
  const registrar = people.find(({ roles }) => roles.includes('registrar'));
  if (!registrar) throw new Error('the demo has no registrar: delete its data directory and start again');
  const { number, name, pin } = registrar;
  const session =
    setupCode === null
      ? await send(url, 'sign-in', { number, pin })
      : await send(url, 'setup', { code: setupCode, number, name, pin });
  const cookie = session.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  const post = (path: string, body: unknown, key: string) =>
    send(url, path, body, { cookie: cookie.join('; '), 'idempotency-key': `demo-seed-${key}` });

  for (const department of DEPARTMENTS)
    await post('departments', department, `department-${department.code}`);
  for (const person of people) {
    const { roles, departments, standsInFor, card } = person;
    const at = `people/${person.number}/credentials`;
    if (person !== registrar) {
      const body = { number: person.number, name: person.name, roles, departments, standsInFor };
      await post('people', body, `person-${person.number}`);
      await post(at, { method: 'pin', pin: person.pin }, `pin-${person.number}`);
    }
    await post(at, { method: 'card', uid: card }, `card-${person.number}`);
  }
  for (const [index, document] of DOCUMENTS.entries()) await post('documents', document, `document-${index}`);
};

const send = async (
  url: string,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> => {
  const response = await fetch(new URL(`/api/v1/${path}`, url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  });
  if (!response.ok)
    throw new Error(`filling the demo: ${path} was answered ${response.status}: ${await response.text()}`);
  return response;
};
