import { isCalendarDate, readDate } from '../../domain/official-record-elements.ts';

/** Days from 1899-12-30, where a spreadsheet's serial 0 lies, to 1970-01-01; serials before March 1900 are a day off. */
const EPOCH = 25_569;
/** Days from the 1900 system to that of 1904. */
const SINCE_1904 = 1_462;
const FIRST_SERIAL = 61;
const DAY_MS = 86_400_000;

const HAN = '〇一二三四五六七八九';
/** `二〇二六年六月十八日` in digits; any other text as it is. */
const digits = (text: string): string =>
  text
    .replace(/[零○]/g, '〇')
    .replace(/[〇一二三四五六七八九]{4}(?=年)/, (year) => [...year].map((one) => HAN.indexOf(one)).join(''))
    .replace(/([一二三]?)十([一二三四五六七八九]?)(?=[月日])/g, (_, tens: string, ones: string) =>
      String((tens === '' ? 1 : HAN.indexOf(tens)) * 10 + Math.max(0, HAN.indexOf(ones || '〇'))),
    )
    .replace(/[一二三四五六七八九](?=[月日])/g, (one) => String(HAN.indexOf(one)));

/**
 * yyyy-MM-dd of a date as files write it: ISO 8601, 20260618, 2026年6月18日, 二〇二六年六月十八日, a spreadsheet's serial
 * number (`46191`). Null when it cannot be read.
 */
export const dayOf = (text: string, since1904 = false): string | null => {
  const plain = digits(text.normalize('NFKC').trim());
  if (/^\d{2,5}(\.\d+)?$/.test(plain)) {
    const serial = Math.floor(Number(plain)) + (since1904 ? SINCE_1904 : 0);
    if (serial < FIRST_SERIAL) return null;
    const day = new Date((serial - EPOCH) * DAY_MS).toISOString().slice(0, 10);
    return isCalendarDate(day) ? day : null;
  }
  return readDate(plain).date ?? readDate(plain.replace(/[T ].*$/, '')).date;
};
