import type { Pinyin } from '../search/departments.ts';

/** Reads the tables (some 25 MB of memory) when it is first needed. */
export const loadPinyin = async (): Promise<Pinyin> => {
  const { pinyin } = await import('pinyin-pro');
  return (text) => pinyin(text, { toneType: 'none', type: 'array', v: true });
};
