import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';

/** The record keeps in English why a job was not printed; these are the sentences that no fault of a printer is. */
const sentences: Readonly<Record<string, string>> = {
  'the controller stopped while it was printing': '打印途中控制程序停止',
  'the printer gave the job up, or somebody there did': '打印机放弃了任务，或有人在打印机上取消了它',
  'it does not report its state (set up as one-way)': zhCN['fault.one-way'].replace(/。$/, ''),
  'it does not answer as a printer does': '答复的不像是打印机',
  'it wants a password (HTTP 401): allow printing without one':
    '打印机要求密码（HTTP 401）：请允许免密码打印',
  'no printer at this path (HTTP 404): check the link': '此路径没有打印机（HTTP 404）：请检查 link',
  'the job cannot be printed in its present state': '任务在目前状态下不能打印',
};
const wholes: readonly [pattern: RegExp, words: (rest: string) => string][] = [
  [/^taken, then: (.*)$/, (rest) => `数据已送达，之后：${inChinese(rest)}`],
  [/^(.*) before it had read the label$/, (rest) => `打印机读完标签之前：${inChinese(rest)}`],
  [/^no answer within (\d+) ms$/, (rest) => `${rest} 毫秒内没有答复`],
];
/** As the record writes it: small at the beginning, no full stop. */
const bare = (sentence: string): string =>
  sentence.slice(0, 1).toLowerCase() + sentence.slice(1).replace(/\.$/, '');
const keys = new Map(
  Object.entries(en).map(([key, sentence]) => [bare(sentence), key as keyof typeof zhCN] as const),
);

/** What somebody else's program said stays as it is. */
export function inChinese(why: string): string {
  const key = keys.get(bare(why));
  if (key !== undefined) return zhCN[key].replace(/。$/, '');
  for (const [pattern, words] of wholes) {
    const rest = pattern.exec(why)?.[1];
    if (rest !== undefined) return words(rest);
  }
  return sentences[why] ?? why;
}
