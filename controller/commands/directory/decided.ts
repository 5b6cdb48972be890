import type { Decider } from '../../domain/decider.ts';
import type { EventDraft } from '../../domain/events.ts';
import type { Desk } from '../../ports/desk.ts';

/** What several commands one after another come to. Throws what the plan should have foreseen. */
export const decided = <Command, State>(
  desk: Desk,
  decider: Decider<Command, State>,
  key: string,
  commands: readonly Command[],
): readonly EventDraft[] => {
  let { state } = desk.state(decider, key);
  return commands.flatMap((command) => {
    const decision = decider.decide(command, state);
    if (!decision.ok) throw new Error(`directory: ${decider.kind}:${key} refused ${decision.refusal.code}`);
    for (const event of decision.events) state = decider.evolve(state, { ...event, time: '' });
    return decision.events;
  });
};
