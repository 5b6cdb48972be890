import { z } from 'zod';
import type { Access } from './http/access.ts';
import { API_ROOT } from './http/mount.ts';
import type { Route } from './http/route.ts';
import { problemCodes } from './http/words.ts';

const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string().meta({ examples: [...problemCodes()] }),
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), value: z.string(), fix: z.string() })).optional(),
});

/** Of each schema once: most of them are the same in every API of a process. */
const made = { input: new WeakMap<z.ZodType, object>(), output: new WeakMap<z.ZodType, object>() };
const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): object => {
  const before = made[io].get(schema);
  if (before) return before;
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  });
  made[io].set(schema, json);
  return json;
};

/** OpenAPI 3.1 document of the routes, from the very schemas that validate. */
export const openApiOf = (routes: readonly Route[], version: string): object => {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = API_ROOT + route.path.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.method] = operationOf(route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Docketbox',
      version,
      description:
        'Smart exchange box for official documents. Errors are RFC 9457 problem details with a stable `code`; lists page by `cursor`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problem, 'output') },
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'Token for programs: `docketbox token create`',
        },
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: 'docketbox',
          description: 'Session of a signed-in person',
        },
      },
    },
  };
};

const operationOf = (route: Route): object => ({
  operationId: operationId(route),
  tags: [route.tag],
  summary: route.summary,
  description: accessText(route.access),
  'x-access': route.access,
  ...(route.access === 'public' ? { security: [] } : { security: [{ bearer: [] }, { cookie: [] }] }),
  parameters: [...pathParameters(route), ...queryParameters(route), ...writeParameters(route)],
  ...requestBody(route),
  responses: {
    ...Object.fromEntries(
      [route.answers.status, ...(route.answers.also ?? [])].map((status) => [
        status,
        { description: route.answers.description, ...contentOf(route.answers) },
      ]),
    ),
    default: {
      description: 'Problem details',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  },
});

const contentOf = ({ schema, files = [] }: Route['answers']): object => {
  const content = {
    ...(schema ? { 'application/json': { schema: schemaOf(schema, 'output') } } : {}),
    ...Object.fromEntries(files.map((type) => [type, { schema: { type: 'string', format: 'binary' } }])),
  };
  return Object.keys(content).length === 0 ? {} : { content };
};

const operationId = ({ method, path }: Route): string =>
  [method, ...path.split('/').filter(Boolean)]
    .map((part) => part.replace(/^:/, 'by-'))
    .join('-')
    .replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

const accessText = (access: Access): string => {
  if (access === 'public') return 'Open to everybody.';
  if (access === 'signed-in') return 'For anyone signed in, and for programs.';
  if (access === 'station') return 'From the controller’s own machine, or with a token of role `kiosk`.';
  return `For: ${access.join(', ')}.`;
};

const pathParameters = ({ path }: Route): object[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

const queryParameters = ({ query }: Route): object[] => {
  if (!query) return [];
  const { properties = {} } = schemaOf(query, 'input') as { properties?: Record<string, object> };
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: false, schema }));
};

const writeParameters = ({ method }: Route): object[] =>
  method === 'get'
    ? []
    : [
        {
          name: 'Idempotency-Key',
          in: 'header',
          required: false,
          description: 'The same key with the same body gets the stored answer; with another body, 422.',
          schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{8,64}$' },
        },
      ];

const requestBody = ({ body, rawBody }: Route): object => {
  if (rawBody) {
    const content = [rawBody].flat().map((type) => [type, { schema: { type: 'string' } }] as const);
    return { requestBody: { required: true, content: Object.fromEntries(content) } };
  }
  if (!body) return {};
  return {
    requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } },
  };
};
