/** Which message is the first one of all its documents: those about one document leave in the order they came. */
export class DocumentOrder {
  readonly #queues = new Map<string, string[]>();

  add(id: string, documents: readonly string[]): void {
    for (const document of new Set(documents)) {
      const queue = this.#queues.get(document);
      if (queue) queue.push(id);
      else this.#queues.set(document, [id]);
    }
  }

  remove(id: string, documents: readonly string[]): void {
    for (const document of new Set(documents)) {
      const rest = (this.#queues.get(document) ?? []).filter((other) => other !== id);
      if (rest.length === 0) this.#queues.delete(document);
      else this.#queues.set(document, rest);
    }
  }

  isFirst(id: string, documents: readonly string[]): boolean {
    return documents.every((document) => this.#queues.get(document)?.[0] === id);
  }
}
