import { say } from '../text/mobile/say.ts';

/** A document's number as people say it; some have none. */
export const numberOf = (number: string): string =>
  number === '' || number === '无' ? say('piece.no-number') : number;

/** A span of time in words: minutes up to two hours, hours up to two days, then days. */
export function span(ms: number): string {
  const minutes = Math.max(1, Math.floor(ms / 60_000));
  if (minutes < 120) return say('time.minutes', { n: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? say('time.hours', { n: hours }) : say('time.days', { n: Math.floor(hours / 24) });
}
