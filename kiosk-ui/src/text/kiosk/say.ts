import { coded, sayer } from '../../state/language.svelte.ts';
import { en as codesEn } from '../messages/en.ts';
import { zhCN as codesZh } from '../messages/zh-CN.ts';
import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';

export const say = sayer(zhCN, en);
/** Whether a station's code has words of ours. */
export const isSaid = (code: string): boolean => Object.hasOwn(codesZh, `message.${code}`);
export const saidMessage = coded(codesZh, codesEn, 'message.unknown');
export const saidAlarm = coded(codesZh, codesEn, 'alarm.unknown');
export const saidProblem = coded(codesZh, codesEn, 'problem.unknown');
