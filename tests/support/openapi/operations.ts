import { z } from 'zod';
import type { Schema } from './arbitrary.ts';

interface Content {
  readonly schema?: Schema;
}
interface Described {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Content>> }>>;
}
/** One operation as the OpenAPI document describes it, ready to be called and to judge answers. */
export interface Operation {
  readonly id: string;
  readonly method: 'GET' | 'POST';
  /** With `{name}` parameters, the API's root included. */
  readonly path: string;
  readonly pathNames: readonly string[];
  readonly query: Readonly<Record<string, Schema>>;
  /** Of its JSON body. */
  readonly body: Schema | null;
  /** Media types of a body that is no JSON. */
  readonly files: readonly string[];
  /** Says what of an answer was not promised; null when all was. */
  fault(answer: { readonly status: number; readonly type: string; readonly body: unknown }): string | null;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: { readonly Problem: Schema } };
}

/** Every operation of an OpenAPI document. The document alone is believed: nothing of the server's own code is used. */
export const operationsOf = (document: Document): Operation[] => {
  const problem = judgeOf(document.components.schemas.Problem);
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => operationOf(path, method, described, problem)),
  );
};

const judgeOf = (schema: Schema): z.ZodType => z.fromJSONSchema(schema as z.core.JSONSchema.JSONSchema);

const operationOf = (path: string, method: string, described: Described, problem: z.ZodType): Operation => {
  const bodies = described.requestBody?.content ?? {};
  const promised = new Map(
    Object.entries(described.responses).map(([status, { content = {} }]) => [
      status,
      Object.fromEntries(
        Object.entries(content).map(([type, { schema }]) => [
          type,
          type === 'application/json' && schema ? judgeOf(schema) : null,
        ]),
      ),
    ]),
  );
  return {
    id: described.operationId,
    method: method === 'get' ? 'GET' : 'POST',
    path,
    pathNames: [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
    query: Object.fromEntries(
      described.parameters.filter((one) => one.in === 'query').map(({ name, schema }) => [name, schema]),
    ),
    body: bodies['application/json']?.schema ?? null,
    files: Object.keys(bodies).filter((type) => type !== 'application/json'),
    fault({ status, type, body }) {
      const plain = type.split(';')[0] ?? '';
      if (status >= 500) return `HTTP ${status}`;
      if (status >= 400) {
        if (plain !== 'application/problem+json') return `a problem as ${plain}`;
        const judged = problem.safeParse(body);
        return judged.success ? null : `a problem that is none: ${judged.error.message}`;
      }
      const content = promised.get(String(status));
      if (!content) return `HTTP ${status} is not described`;
      if (!Object.hasOwn(content, plain)) return `${plain} is not described`;
      const judged = content[plain]?.safeParse(body);
      return judged === undefined || judged.success ? null : judged.error.message;
    },
  };
};
