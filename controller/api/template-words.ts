import type { TemplateProblemCode } from '../domain/label-template-rules.ts';
import type { Language } from './http/language.ts';

/** What to do about each thing a template may not be. */
const FIXES: Readonly<Record<TemplateProblemCode, Readonly<Record<Language, string>>>> = {
  'off-stock': {
    en: 'it reaches beyond the label: make it smaller or move it left or up',
    zh: '超出标签边界，请缩小或向左、向上移动',
  },
  overlaps: {
    en: 'it lies over element {value}: move one of them (a symbol’s box holds its quiet zone)',
    zh: '与第 {value} 项重叠，请移开其一（条码区域含静区）',
  },
  'not-shortened': {
    en: 'only title and issuer may end in “…”: choose “refuse”',
    zh: '只有标题和发文机关可用“…”截短，此项请选“拒绝打印”',
  },
  'least-above-size': {
    en: 'the smallest size is above the largest: make it smaller',
    zh: '最小字号大于最大字号，请改小',
  },
  'too-low': {
    en: 'not one line fits: make it at least 1.2 times the smallest size high',
    zh: '一行也放不下，高度至少为最小字号的 1.2 倍',
  },
  'words-missing': { en: 'write the words to print', zh: '请填写要打印的文字' },
  'symbol-twice': {
    en: 'there is one of this kind already: choose another kind or remove it',
    zh: '已有同类条码，请换一种或删除',
  },
  'record-symbology': {
    en: 'the official record is a PDF417: choose that',
    zh: '公文二维条码只能是 PDF417，请改选',
  },
  'no-docket-symbol': {
    en: 'add a symbol with the docket code: a label without one is not recognised',
    zh: '请添加含交换码的条码，否则标签无法识别',
  },
  'logo-missing': { en: 'upload a picture for it, or remove it', zh: '请上传图片，或删除此项' },
  'logo-broken': { en: 'its bits are not width × height: upload it again', zh: '图片数据不完整，请重新上传' },
};

export const templateFix = (code: TemplateProblemCode, value: string, language: Language): string =>
  FIXES[code][language].replace('{value}', value);
