import { coded } from '../../state/language.svelte.ts';
import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';

/** What is wrong with a device: `fault.` and its code, with the values that came with it. */
export const saidFault = coded(zhCN, en, 'fault.other');
