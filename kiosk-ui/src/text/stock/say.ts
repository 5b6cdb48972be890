import { sayer } from '../../state/language.svelte.ts';
import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';

export const say = sayer(zhCN, en);
