import type { SignedSender } from '#controller/ports/webhooks.ts';

type Post = Parameters<SignedSender['send']>[0];
type Outcome = Awaited<ReturnType<SignedSender['send']>>;
export interface Taken {
  readonly id: string;
  readonly type: string;
  readonly sequence: number;
  readonly document: string;
  readonly body: string;
}

/** A program that keeps what it took, by id as Standard Webhooks tells receivers to. `mood` says what it does next. */
export const receivingProgram = () => {
  const kept = new Map<string, Taken>();
  const all: Taken[] = [];
  const state = {
    /** `lies`: it keeps the message and says that it failed; `deaf`: it answers well and keeps nothing. */
    mood: (_: Post): 'takes' | 'fails' | 'lies' => 'takes',
    underWay: 0,
    mostUnderWay: 0,
  };
  const sender: SignedSender = {
    async send(post): Promise<Outcome> {
      state.underWay += 1;
      state.mostUnderWay = Math.max(state.mostUnderWay, state.underWay);
      await Promise.resolve();
      state.underWay -= 1;
      const mood = state.mood(post);
      const { type, data } = JSON.parse(post.body) as { type: string; data: any };
      const taken = {
        id: post.id,
        type,
        sequence: data.sequence,
        document: data.document?.id ?? '',
        body: post.body,
      };
      if (mood !== 'fails') {
        all.push(taken);
        if (!kept.has(post.id)) kept.set(post.id, taken);
      }
      return mood === 'takes' ? { ok: true } : { ok: false, fault: 'unreachable', why: 'ECONNREFUSED' };
    },
    close: () => undefined,
  };
  return { sender, state, all, kept: () => [...kept.values()] };
};

/** Documents whose events were not taken in the ledger's order. */
export const outOfOrder = (taken: readonly Taken[]): string[] => {
  const last = new Map<string, number>();
  return taken.flatMap(({ document, sequence }) => {
    const before = last.get(document) ?? 0;
    last.set(document, Math.max(before, sequence));
    return sequence < before ? [`${document}: ${sequence} after ${before}`] : [];
  });
};
