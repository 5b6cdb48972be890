import { coded, sayer } from '../../state/language.svelte.ts';
import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';

export const say = sayer(zhCN, en);
/** Why nothing was sent, as the controller says it. */
export const saidWhy = coded(zhCN, en, 'why.other');
