import { coded, language } from '../../state/language.svelte.ts';
import { en } from './en.ts';
import { inChinese } from './in-chinese.ts';
import { zhCN } from './zh-CN.ts';

/** What is wrong with a device: `fault.` and its code, with the values that came with it. */
export const saidFault = coded(zhCN, en, 'fault.other');
/** Why a job was not printed, which the record keeps in English. */
export const saidJobWhy = (why: string | null): string =>
  why === null || language.code === 'en' ? (why ?? '') : inChinese(why);
