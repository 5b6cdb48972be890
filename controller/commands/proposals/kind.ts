/** The fifteen kinds of the rules on official documents, the longer before the shorter. */
const KINDS: readonly string[] = [
  ...['决议', '决定', '命令', '公报', '公告', '通告', '意见', '通知', '通报', '报告'],
  ...['请示', '批复', '议案', '纪要', '函', '令'],
];

/** The kind that a title ends with: `关于做好防汛工作的通知`; undefined when it ends with none. */
export const kindIn = (title: string): string | undefined => {
  const end = title.replace(/[（(][^（）()]{0,20}[）)]$/, '').trim();
  const kind = KINDS.find((one) => end.endsWith(one));
  return kind === '令' || kind === '命令' ? '命令（令）' : kind;
};
