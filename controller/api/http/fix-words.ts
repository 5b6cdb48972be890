import type { z } from 'zod';
import type { Language } from './language.ts';

type Words = Readonly<Record<Language, string>>;

/** What to do about one field, in the reader's language; `given` is undefined when the field is not there. */
export const fixFor = (issue: z.core.$ZodIssue, given: unknown, language: Language): string => {
  const fix = (fixOf(issue) ?? { en: issue.message, zh: issue.message })[language];
  if (given !== undefined) return fix;
  return language === 'zh' ? `缺少此项：${fix}` : `it is missing: ${fix}`;
};

const fixOf = (issue: z.core.$ZodIssue): Words | undefined => {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected];
    case 'invalid_value':
      return oneOf(issue.values);
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options) ? oneOf(issue.options) : undefined;
    case 'too_small':
      return bound('at least', '至少', issue.minimum, issue.origin);
    case 'too_big':
      return bound('at most', '至多', issue.maximum, issue.origin);
    case 'invalid_format':
      return issue.format === 'regex'
        ? { en: `write it in the form ${issue.pattern ?? ''}`, zh: `请按此格式填写：${issue.pattern ?? ''}` }
        : FORMATS[issue.format];
    case 'custom':
      return issue.params?.['fix'] === 'unshowable' ? UNSHOWABLE : undefined;
    case 'unrecognized_keys': {
      const names = issue.keys.map((name) => JSON.stringify(name)).join(', ');
      return { en: `there is no ${names}: leave it out`, zh: `没有 ${names}，请去掉` };
    }
    default:
      return undefined;
  }
};

const TYPES: Readonly<Record<string, Words>> = {
  string: { en: 'give a text', zh: '请填写文本' },
  number: { en: 'give a number', zh: '请填写数字' },
  int: { en: 'give a whole number', zh: '请填写整数' },
  boolean: { en: 'give true or false', zh: '请填写 true 或 false' },
  array: { en: 'give a list: [ … ]', zh: '请填写列表：[ … ]' },
  object: { en: 'give an object: { … }', zh: '请填写对象：{ … }' },
  record: { en: 'give an object: { … }', zh: '请填写对象：{ … }' },
};
const FORMATS: Readonly<Record<string, Words>> = {
  date: { en: 'write a day of the calendar as yyyy-MM-dd', zh: '请填写存在的日期，格式 yyyy-MM-dd' },
  datetime: {
    en: 'write an instant as 2026-06-18T08:00:00.000Z',
    zh: '请填写时刻，格式 2026-06-18T08:00:00.000Z',
  },
  email: { en: 'write an e-mail address', zh: '请填写电子邮件地址' },
  url: { en: 'write a whole address: https://…', zh: '请填写完整网址：https://…' },
};
const UNSHOWABLE: Words = {
  en: 'remove the control characters, line breaks and invisible marks: nothing could print them',
  zh: '请删除控制字符、换行和不可见标记：这些无法打印',
};

const oneOf = (values: readonly unknown[]): Words => {
  const known = values.map((value) => JSON.stringify(value)).join(', ');
  return { en: `use ${values.length > 1 ? 'one of ' : ''}${known}`, zh: `请使用 ${known}` };
};

const bound = (en: string, zh: string, limit: number | bigint, origin: string): Words => {
  if (origin === 'string') return { en: `give ${en} ${limit} characters`, zh: `${zh} ${limit} 个字符` };
  if (origin === 'array' || origin === 'set')
    return { en: `give ${en} ${limit} of them`, zh: `${zh} ${limit} 项` };
  return { en: `give ${en} ${limit}`, zh: `${zh}为 ${limit}` };
};
