import { coded, sayer } from '../../state/language.svelte.ts';
import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';

export const say = sayer(zhCN, en);
/** State of a piece, as the controller says it. */
export const saidState = coded(zhCN, en, 'state.other');
/** Type of an event in a piece's history. */
export const saidEvent = coded(zhCN, en, 'event.other');
