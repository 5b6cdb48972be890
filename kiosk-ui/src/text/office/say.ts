import { coded, sayer } from '../../state/language.svelte.ts';
import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';

export const say = sayer(zhCN, en);
/** Words for codes that devices answer with. */
export const saidPrinter = coded(zhCN, en, 'printer.other');
