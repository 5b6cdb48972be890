import { sayer } from '../../state/language.svelte.ts';
import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';

/** Words of the pages that take files: proposals and imports. */
export const say = sayer(zhCN, en);
