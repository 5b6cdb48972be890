import { expect, test } from 'vitest';
import { causes } from '#label-printer/languages/causes.ts';
import { inChinese } from '../../../kiosk-ui/src/text/faults/in-chinese.ts';

const isChinese = (words: string): boolean => /\p{Script=Han}/u.test(words);

test('whatever a printer is known to say of itself is said in Chinese', () => {
  expect(Object.values(causes).filter((sentence) => !isChinese(inChinese(sentence)))).toEqual([]);
});
test('what happened before or after is said with it', () => {
  expect(inChinese(`taken, then: ${causes['paper-jam']}`)).toBe(
    '数据已送达，之后：卡纸：请打开，取出纸张，再合好',
  );
  expect(inChinese('the controller stopped while it was printing')).toBe('打印途中控制程序停止');
  expect(inChinese('no answer within 5000 ms')).toBe('5000 毫秒内没有答复');
});
test('what somebody else’s program said stays as it is', () => {
  expect(inChinese('HTTP 503')).toBe('HTTP 503');
  expect(inChinese('缺纸')).toBe('缺纸');
});
