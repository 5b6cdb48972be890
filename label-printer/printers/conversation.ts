import type { Clock } from '#controller/ports/clock.ts';
import type { Link } from '#drivers/link.ts';
import type { Dialogue, Turn } from '../languages/dialogue.ts';

export type Talked<Result> =
  | { readonly kind: 'result'; readonly result: Result }
  /** The line ended before the dialogue did. */
  | { readonly kind: 'closed'; readonly why: string };

/** A slow serial line takes so long for one byte, ms. */
export const MS_A_BYTE = 1.5;

/**
 * Holds a dialogue on an open link, waiting at most `timeoutMs` for each answer. Never rejects, leaves no listener or
 * timer behind.
 */
export const talk = <Result>(
  link: Link,
  clock: Clock,
  dialogue: Dialogue<Result>,
  timeoutMs: number,
): Promise<Talked<Result>> =>
  new Promise((resolve) => {
    let over = false;
    let cancel = (): void => undefined;
    const undo: (() => void)[] = [];
    const settle = (talked: Talked<Result>): void => {
      if (over) return;
      over = true;
      cancel();
      for (const one of undo.splice(0)) one();
      resolve(talked);
    };
    const turn = (next: Turn<Result>): void => {
      if (next.kind === 'result') settle(next);
      else put(next.bytes);
    };
    const put = (bytes: Uint8Array): void => {
      const time = timeoutMs + MS_A_BYTE * bytes.length;
      cancel();
      cancel = clock.after(time, () => turn(dialogue.silent()));
      void link.write(bytes, time).then((outcome) => {
        if (outcome.kind === 'not-sent') settle({ kind: 'closed', why: outcome.why });
      });
    };
    undo.push(
      link.onBytes((bytes) => {
        const next = over ? null : dialogue.feed(bytes);
        if (next) turn(next);
      }),
    );
    undo.push(link.onClosed((why) => settle({ kind: 'closed', why })));
    put(dialogue.opening);
  });
