import { zone } from './zone.svelte.ts';
import type { LanguageCode } from '../text/words.ts';

const inZone = (): Intl.DateTimeFormatOptions => (zone.name === undefined ? {} : { timeZone: zone.name });

/** `2026-06-18 09:05` in the site's time zone; the same in both languages, as registers write it. */
export function instant(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  // Swedish writes dates as registers do.
  return new Intl.DateTimeFormat('sv-SE', {
    ...{ ...inZone(), year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  }).format(date);
}
export const clockTime = (ms: number): string => instant(new Date(ms).toISOString()).slice(11);
/** `2026年6月18日 星期四` / `Thursday, 18 June 2026`. */
export const longDate = (ms: number, language: LanguageCode): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', {
    ...inZone(),
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    weekday: 'long',
  }).format(ms);
/** A docket code in groups of four, for reading aloud; the code itself stays whole when copied. */
export const groups = (docket: string): string[] => docket.match(/.{1,4}/g) ?? [docket];
