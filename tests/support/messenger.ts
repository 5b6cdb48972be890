import type { StationSnapshot } from '#controller/api/contract/station.ts';
import { MESSENGER, type RunningSite } from './running-site.ts';
import type { SimulatedSite } from './simulated-site.ts';
import { PATIENT } from './until.ts';

type Screen = StationSnapshot['screen'];
const numbers = new Map<RunningSite, number>();

/** Signs the messenger in, unless they are. */
export const arrive = async (site: RunningSite): Promise<void> => {
  const { person } = await site.snapshot();
  if (person !== null) return;
  await site.until('the welcome screen', ({ screen }) => screen.name === 'welcome');
  await site.sim.do('swipe', { device: 'reader-front', uid: MESSENGER.card });
  await site.screen('drop-ready');
};

/** Registers one sheet for a department; answers its docket code. */
export const newPiece = async (site: RunningSite, department: string): Promise<string> => {
  const next = (numbers.get(site) ?? 100) + 1;
  numbers.set(site, next);
  const { consignments } = await site.register(`某政办函〔2026〕${next}号`, [{ department, copies: 1 }]);
  const [piece] = consignments;
  if (!piece) throw new Error(`no consignment for ${department}`);
  return piece.docket;
};

/**
 * Scans until the station takes the piece: a coil that rests, a door still in doubt, or one recorded as forced until
 * it is seen shut again, is waited for.
 */
export const scanUntilTaken = async (site: RunningSite, docket: string): Promise<Screen> => {
  for (let tries = 0; tries < 40; tries += 1) {
    const { screen, message } = await answerTo(site, () =>
      site.sim.do('scan', { device: 'scanner-front', text: docket }),
    );
    if (screen.name !== 'drop-ready') return screen;
    if (!['finish-other-first', 'offline', 'faulty'].includes(message?.code ?? ''))
      throw new Error(`${docket} was answered ${message?.code}`);
  }
  throw new Error(`${docket} was never taken`);
};

/** The first snapshot that answers what `act` sets off: another screen than the one for scanning, or a message. */
export const answerTo = async (site: RunningSite, act: () => Promise<unknown>): Promise<StationSnapshot> => {
  const before = await site.until('no message', (next) => next.message === null);
  return await site.until(
    'an answer to a scan',
    // By name: what a screen tells of doors and devices changes on its own.
    (next) => next.message !== null || next.screen.name !== before.screen.name,
    PATIENT,
    act,
  );
};

/** Scan, put in, push shut, confirm: rejects unless the piece is deposited in the end. */
export const dropOne = async (site: RunningSite, department: string): Promise<void> => {
  await arrive(site);
  const docket = await newPiece(site, department);
  await scanUntilTaken(site, docket);
  await finishVisit(site, docket);
  const { state } = (await site.must('GET', `/api/v1/consignments/${docket}`)) as { state: string };
  if (state !== 'deposited') throw new Error(`${docket} is ${state}`);
};

/** Does what a patient person does with each screen, until the station waits for the next scan; null: puts nothing in. */
export const finishVisit = async (site: RunningSite, docket: string | null): Promise<void> => {
  let inside = false;
  let retried = false;
  for (;;) {
    const snapshot = await site.until(
      'a screen that asks for something',
      ({ screen }) => screen.name !== 'opening',
    );
    const { screen } = snapshot;
    for (const { alarm } of snapshot.alarms) await site.command({ type: 'acknowledge-alarm', alarm });
    switch (screen.name) {
      case 'drop-open':
        // Pushed shut while the board was away, it may be told open only now.
        if (doorOf(await site.sim.state(), screen.compartment.id).door === 'shut') break;
        if (docket !== null && !inside) {
          await site.sim.do('putPaper', { compartment: screen.compartment.id, docket });
          inside = true;
        }
        await pushShut(site, screen.compartment.id);
        break;
      case 'drop-count':
        await site.command({ type: 'confirm-count', dockets: inside && docket !== null ? [docket] : [] });
        break;
      case 'not-opened': {
        const { compartment, retryAt } = screen;
        // The time to rest is the controller's; so is the clock it is read from.
        while (Date.parse((await site.snapshot()).now) < Date.parse(retryAt)) await pause(100);
        if ((await site.snapshot()).screen.name !== screen.name) continue;
        await pushIfOpen(site, compartment.id);
        const again = retried ? null : await site.command({ type: 'retry-open' });
        retried = true;
        if (again?.status !== 200) await site.command({ type: 'give-up-open' });
        break;
      }
      case 'drop-ready':
        return;
      default:
        throw new Error(`nobody knows what to do with the screen ${screen.name}`);
    }
    await site.until('the next screen', (next) => next.screen.name !== screen.name);
  }
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** A door the ledger knows nothing of, standing open before the person's eyes. */
const pushIfOpen = async (site: RunningSite, compartment: string): Promise<void> => {
  const { door, jammed } = doorOf(await site.sim.state(), compartment);
  if (door === 'open' && !jammed) await pushShut(site, compartment);
};
type Box = { readonly sim: SimulatedSite };
/** The coil holds the bolt for 300 ms after the door is ajar: pushed then, it would swing back. */
export const boltOut = async ({ sim }: Box, compartment: string): Promise<void> =>
  void (await sim.until('the bolt to come out', (state) => doorOf(state, compartment).bolt === 'out'));
export const pushShut = async (box: Box, compartment: string): Promise<void> => {
  await boltOut(box, compartment);
  await box.sim.do('pushDoor', { compartment });
};
export const doorOf = (state: any, compartment: string) =>
  (
    state.compartments as {
      id: string;
      doors: { front: { door: string; bolt: string; jammed: boolean; pulses: number } };
    }[]
  ).find(({ id }) => id === compartment)?.doors.front ?? { door: '', bolt: '', jammed: false, pulses: 0 };
