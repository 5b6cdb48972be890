import type { SettingsProblemCode } from '../domain/clocks/settings-rules.ts';
import type { Language } from './http/language.ts';

/** What to do about each thing the settings of clocks may not be. */
const FIXES: Readonly<Record<SettingsProblemCode, Readonly<Record<Language, string>>>> = {
  'span-empty': { en: 'it ends before it begins: put the end after it', zh: '结束时间须晚于开始时间' },
  'spans-overlap': {
    en: 'it begins before the one above ends: put them in order',
    zh: '与上一时段重叠，请按先后顺序填写',
  },
  'last-rule-not-for-all': {
    en: 'the last rule takes what is left: leave its urgencies and kinds empty',
    zh: '最后一条规则适用于其余全部公文，请勿填写缓急和文种',
  },
  'remind-too-early': {
    en: 'the reminder would come before the clock starts: make it shorter than the time allowed',
    zh: '提醒时间早于计时开始，须短于规定时限',
  },
};

export const settingsFix = (code: SettingsProblemCode, language: Language): string => FIXES[code][language];
