import { coded, listed, sayer } from '../../state/language.svelte.ts';
import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';
import { en as officeEn } from '../office/en.ts';
import { zhCN as officeZh } from '../office/zh-CN.ts';

export const say = sayer(zhCN, en);
/** A problem or field by its code, as the controller names it. */
export const said = coded(zhCN, en, 'problem.other');
const role = coded(officeZh, officeEn, 'none');
export const rolesIn = (codes: readonly string[]): string =>
  listed(codes.map((code) => role(`role.${code}`)));
