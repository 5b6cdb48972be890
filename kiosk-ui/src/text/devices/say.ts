import { coded, sayer } from '../../state/language.svelte.ts';
import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';

export const say = sayer(zhCN, en);
/** Words for codes that the controller answers with. */
export const saidFinding = coded(zhCN, en, 'finding.other');
export const saidWhy = coded(zhCN, en, 'why.other');
export const saidCounter = coded(zhCN, en, 'counter.other');
export const saidGroup = coded(zhCN, en, 'group.other');
