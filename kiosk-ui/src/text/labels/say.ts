import { coded, sayer } from '../../state/language.svelte.ts';
import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';

export const say = sayer(zhCN, en);
/** What an element or a field of the piece is called. */
export const sayName = coded(zhCN, en, 'name.other');
