import { desk } from './desk.svelte.ts';

/** What the page is opened on: fingers and no mouse make a phone. */
const device = (): 'phone' | 'desk' => (matchMedia('(pointer: coarse)').matches ? 'phone' : 'desk');

export const sign = (dockets: readonly string[]): Promise<void> =>
  desk.act({ what: 'sign', path: '/desk/signatures', dockets, body: { dockets, device: device() } });

export const handle = (docket: string, instruction: string, result: string): Promise<void> =>
  desk.act({
    ...{ what: 'handle', path: '/desk/handled', dockets: [docket] },
    body: { docket, instruction, result, device: device() },
  });

export const instruct = (docket: string, instruction: string): Promise<void> =>
  desk.act({
    ...{ what: 'instruct', path: '/desk/instructions', dockets: [docket] },
    body: { docket, instruction, device: device() },
  });
