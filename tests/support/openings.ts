import type { StationSnapshot } from '#controller/api/contract/station.ts';
import { doorOf, pushShut } from './messenger.ts';
import type { RunningSite } from './running-site.ts';
import type { SimState } from './simulated-site.ts';
import { PATIENT } from './until.ts';

type Screen = StationSnapshot['screen'];
type Named<Name extends Screen['name']> = Extract<Screen, { name: Name }>;

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));

/** Answers that a board gives rise to which was late on a busy machine: a person tries once more. */
const ONCE_MORE: ReadonlySet<string> = new Set([
  ...['offline', 'faulty', 'finish-other-first'],
  // A box whose board has just come back: its door was not read again yet.
  ...['door-unknown', 'door-open', 'attempt-outstanding', 'cool-down'],
]);
export const done = async (
  site: RunningSite,
  what: string,
  wanted: (snapshot: StationSnapshot) => boolean,
  act: () => Promise<unknown>,
  again = act,
): Promise<void> => {
  const { message } = await site.snapshot();
  const refused = (next: StationSnapshot): boolean =>
    next.message !== null && next.message.until !== message?.until && ONCE_MORE.has(next.message.code);
  const next = await site.until(what, (shown) => wanted(shown) || refused(shown), PATIENT, act);
  if (wanted(next)) return;
  await pause();
  await done(site, what, wanted, again);
};
/** `act` opens a door; answers the screen before which it stands open. */
export const opens = async <Name extends Screen['name']>(
  site: RunningSite,
  name: Name,
  compartment: string,
  act: () => Promise<unknown>,
  again = act,
): Promise<Named<Name>> => {
  const moving = ({ screen }: StationSnapshot): boolean =>
    ['opening', 'not-opened', name].includes(screen.name);
  await done(site, `${compartment} to open`, moving, act, again);
  return await opened(site, name, compartment);
};
/** The door of the visit stands open before the person and is known to: a board that was late is asked again. */
const opened = async <Name extends Screen['name']>(
  site: RunningSite,
  name: Name,
  compartment: string,
): Promise<Named<Name>> => {
  for (let tries = 0; tries < 5; tries += 1) {
    const { screen } = await site.until(`${name} at ${compartment}`, (next) =>
      [name, 'not-opened'].includes(next.screen.name),
    );
    if (screen.name === name) {
      await site.sim.until('an open door', (state) => doorOf(state, compartment).door === 'open');
      return screen as Named<Name>;
    }
    if (screen.name !== 'not-opened') continue;
    // The time to rest is the controller's; so is the clock it is read from.
    while (Date.parse((await site.snapshot()).now) < Date.parse(screen.retryAt)) await pause();
    if (doorOf(await site.sim.state(), compartment).door === 'open') await pushShut(site, compartment);
    await site.command({ type: 'retry-open' });
  }
  throw new Error(`${compartment} never opened`);
};

/** Paper is moved behind the open door, its sensor is believed to have seen it, and the door is pushed shut. */
export const behindDoor = async (
  site: RunningSite,
  compartment: string,
  { put = [], take }: { readonly put?: readonly string[]; readonly take?: readonly string[] | 'all' },
): Promise<void> => {
  for (const docket of put) await site.sim.do('putPaper', { compartment, docket });
  if (take === 'all') await site.sim.do('takePaper', { compartment });
  else for (const docket of take ?? []) await site.sim.do('takePaper', { compartment, docket });
  const empty = (await papers(site)).get(compartment)?.length === 0;
  await binSeen(site, compartment, empty ? 'empty' : 'occupied');
  await pushShut(site, compartment);
};
const binSeen = async (
  site: RunningSite,
  compartment: string,
  reading: 'empty' | 'occupied',
): Promise<void> => {
  const limit = AbortSignal.timeout(PATIENT);
  for (;;) {
    limit.throwIfAborted();
    const { items } = await site.must('GET', '/api/v1/compartments');
    if (items.find(({ id }: { id: string }) => id === compartment)?.bin === reading) return;
    await pause();
  }
};

/** Docket codes of the sheets that lie in each compartment of the simulator. */
export const papers = async (site: RunningSite): Promise<Map<string, string[]>> => {
  const { compartments } = await site.sim.state();
  return new Map(
    compartments.map(({ id, bin }: SimState) => [
      id,
      bin.sheets.map(({ docket }: SimState) => docket).sort(),
    ]),
  );
};
