import { z } from 'zod';
import { stationCommand } from '../contract/station.ts';
import type { ApiDeps, StationDoor } from '../http/deps.ts';
import { digestOf } from '../http/idempotency.ts';
import { ProblemError } from '../http/problem.ts';
import { ok, route, type Route } from '../http/route.ts';
import { problemFor } from './listing.ts';

const snapshot = z
  .looseObject({ station: z.looseObject({ id: z.string() }), sequence: z.int(), revision: z.int() })
  .meta({
    description: 'StationSnapshot: everything the kiosk shows; see controller/api/contract/station.ts',
  });

type Outcome = Awaited<ReturnType<StationDoor['command']>>;

/**
 * Answers of the last commands by idempotency key. A kiosk session does not outlive the controller, so memory is
 * enough: after a restart a repeated command meets a signed-out station.
 */
class RecentCommands {
  readonly #kept = new Map<string, { readonly digest: string; readonly outcome: Promise<Outcome> }>();

  follow(key: string, digest: string, command: () => Promise<Outcome>): Promise<Outcome> {
    const before = this.#kept.get(key);
    if (before && before.digest !== digest) throw new ProblemError(422, 'idempotency-key-reused');
    if (before) return before.outcome;
    const outcome = command();
    this.#kept.set(key, { digest, outcome });
    outcome.catch(() => this.#kept.delete(key));
    const oldest = this.#kept.size > 500 ? this.#kept.keys().next().value : undefined;
    if (oldest !== undefined) this.#kept.delete(oldest);
    return outcome;
  }
}

export const stationRoutes = ({ stations, siteKey }: ApiDeps): Route[] => {
  const recent = new RecentCommands();
  const doorOf = (id: string): StationDoor => {
    const door = stations.get(id);
    if (!door) throw new ProblemError(404, 'no-such', { values: { what: 'station', id } });
    return door;
  };
  return [
    route({
      method: 'get',
      path: '/stations/:id/session',
      tag: 'stations',
      summary: 'What the station’s screen shows',
      access: 'station',
      answers: { status: 200, description: 'The snapshot', schema: snapshot },
      handler: ({ params: { id = '' } }) => ok(doorOf(id).snapshot()),
    }),
    route({
      method: 'post',
      path: '/stations/:id/session',
      tag: 'stations',
      summary: 'One command of the kiosk',
      access: 'station',
      body: stationCommand,
      answers: { status: 200, description: 'The snapshot after it', schema: snapshot },
      async handler({ params: { id = '' }, body, by }) {
        const door = doorOf(id);
        const outcome = await recent.follow(
          `${id}/${by.cause}`,
          digestOf(siteKey, 'post', id, Buffer.from(JSON.stringify(body))),
          () => door.command(body, { cause: by.cause }),
        );
        if (!outcome.ok) throw problemFor(outcome.refusal);
        return ok(outcome.snapshot);
      },
    }),
  ];
};
