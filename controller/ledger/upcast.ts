/** Turns a payload written under schema `from` into one of the next schema. */
export interface Upcast {
  readonly type: string;
  readonly from: number;
  readonly up: (payload: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

/** Every step from a schema once written to the one after it; an event without steps has only known one schema. */
export const upcasts: readonly Upcast[] = [];

export type Upcaster = (type: string, schema: number, payload: unknown) => unknown;

/**
 * Brings a stored payload to the schema the catalogue knows today, step by step.
 * Throws an Error when a step is missing or the payload comes from a newer program.
 */
export const createUpcaster = (
  currentSchema: (type: string) => number | undefined,
  steps: readonly Upcast[] = upcasts,
): Upcaster => {
  const byStep = new Map(steps.map((step) => [`${step.type} ${step.from}`, step.up]));
  return (type, schema, payload) => {
    const current = currentSchema(type);
    if (current === undefined) throw new Error(`${type} is unknown to this program: use the newer one`);
    if (schema > current)
      throw new Error(`${type} has schema ${schema}, this program knows ${current}: use the newer one`);
    let raised = payload;
    for (let from = schema; from < current; from++) {
      const up = byStep.get(`${type} ${from}`);
      if (!up) throw new Error(`no upcast for ${type} from schema ${from}`);
      raised = up(raised as Readonly<Record<string, unknown>>);
    }
    return raised;
  };
};
