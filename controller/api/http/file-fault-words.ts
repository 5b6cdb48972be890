import type { FileFault } from '../../ports/intake.ts';
import type { Language } from './language.ts';

const WORDS: Readonly<Record<FileFault, Readonly<Record<Language, string>>>> = {
  'unknown-format': { en: 'it is none of the formats that can be read', zh: '不是可读取的格式' },
  damaged: { en: 'it is damaged', zh: '文件已损坏' },
  'too-large': { en: 'a page has too many pixels', zh: '页面像素过多' },
  'too-many-pages': { en: 'it has too many pages', zh: '页数过多' },
  locked: { en: 'it has a password', zh: '文件有密码' },
};

/** Why a file cannot be read, for people; a code without words is repeated as it is. */
export const faultWords = (fault: string, language: Language): string =>
  Object.hasOwn(WORDS, fault) ? WORDS[fault as FileFault][language] : fault;
