import type { LanguageCode } from '../text/words.ts';

/** `2026-06-18 09:05` in the browser's time zone; the same in both languages, as registers write it. */
export function instant(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const two = (n: number): string => String(n).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
export const clockTime = (ms: number): string => instant(new Date(ms).toISOString()).slice(11);
/** `2026年6月18日 星期四` / `Thursday, 18 June 2026`. */
export const longDate = (ms: number, language: LanguageCode): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    weekday: 'long',
  }).format(ms);
/** A docket code in groups of four, for reading aloud; the code itself stays whole when copied. */
export const groups = (docket: string): string[] => docket.match(/.{1,4}/g) ?? [docket];
