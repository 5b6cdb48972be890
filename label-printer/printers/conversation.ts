import type { Clock } from '#controller/ports/clock.ts';
import type { PrinterStatus } from '#controller/ports/printer.ts';
import type { Link } from '#drivers/link.ts';
import { HOST_STATUS_REQUEST } from '../languages/zpl.ts';
import { HostStatusReader } from '../languages/zpl-status.ts';

export type Answer =
  | { readonly kind: 'status'; readonly status: PrinterStatus }
  | { readonly kind: 'silent' }
  | { readonly kind: 'closed'; readonly why: string };

/** Asks `~HS` on an open link and waits at most `timeoutMs` for the reply. Leaves no listener or timer behind. */
export const askStatus = (link: Link, clock: Clock, timeoutMs: number): Promise<Answer> =>
  new Promise((resolve) => {
    const reader = new HostStatusReader();
    const undo: (() => void)[] = [];
    const settle = (answer: Answer): void => {
      for (const one of undo.splice(0)) one();
      resolve(answer);
    };
    undo.push(clock.after(timeoutMs, () => settle({ kind: 'silent' })));
    undo.push(
      link.onBytes((bytes) => {
        const status = reader.feed(bytes);
        if (status) settle({ kind: 'status', status });
      }),
    );
    undo.push(link.onClosed((why) => settle({ kind: 'closed', why })));
    void link.write(HOST_STATUS_REQUEST, timeoutMs).then((outcome) => {
      if (outcome.kind === 'not-sent') settle({ kind: 'closed', why: outcome.why });
    });
  });
