import type { TableLanguage } from './words.ts';

/** What the evaluation says in files: each figure's name, and what exactly it counts. */
const words = {
  title: ['收文单位考评', 'Evaluation of departments'],
  period: ['考评期间', 'Period'],
  at: ['统计时间', 'Counted at'],
  workingDays: ['工作日', 'Working days'],
  total: ['合计', 'Total'],
  rank: ['名次', 'Rank'],
  department: ['单位', 'Department'],
  items: ['交换件', 'Pieces'],
  inTime: ['按时签收', 'Signed in time'],
  late: ['超时签收', 'Signed late'],
  rate: ['按时签收率 %', 'Signed in time %'],
  median: ['签收用时中位数（小时）', 'Time to sign, median (h)'],
  p90: ['签收用时第 90 百分位（小时）', 'Time to sign, 90th percentile (h)'],
  handledRate: ['按时办结率 %', 'Handled in time %'],
  handledMedian: ['办理用时中位数（小时）', 'Time to handle, median (h)'],
  handledP90: ['办理用时第 90 百分位（小时）', 'Time to handle, 90th percentile (h)'],
  refused: ['退文', 'Refused'],
  reasons: ['退文原因', 'Reasons'],
  overdue: ['目前超时', 'Overdue now'],
  visits: ['日均取件次数', 'Visits a day'],
  missed: ['应取未取', 'Missed visits'],
  discrepancies: ['差错', 'Discrepancies'],
  'means.items': [
    '期间内投入该单位箱格的件数，按投递日计。',
    'Pieces dropped for the department in the period, by the day of the drop.',
  ],
  'means.rate': [
    '期间内投递的件中，在时限内签收的 ÷（在时限内签收的 ＋ 超时签收的 ＋ 至今未签收且已超时的）。退文、撤回等不再等待签收的不计；计时暂停时签收的，按暂停时是否超时计。',
    'Of the pieces dropped in the period: signed for by the deadline ÷ (signed for by it + signed for after it + still waiting beyond it). Pieces that were refused, withdrawn and so on count as neither; one signed for while its clock rests is as late as it was when the clock was stopped.',
  ],
  'means.median': [
    '期间内投递且已签收的件，从投递到签收的实际时长（含夜间和节假日，含暂停），最近秩法，精确值。',
    'Of the pieces dropped in the period and signed for: the whole time from drop to pickup, nights, holidays and rests included. By nearest rank, exact.',
  ],
  'means.handledRate': [
    '与按时签收率相同，按办理时限计，以签收日归入期间。',
    'As above, by the deadline of handling, for pieces signed for in the period.',
  ],
  'means.refused': ['期间内退文的件数，按原因分列。', 'Pieces refused in the period, by reason.'],
  'means.overdue': [
    '统计时刻已超过签收或办理时限、计时未暂停的件数，不论何时投递。',
    'Pieces beyond a deadline of signing or handling at the time of counting, clocks that rest left out, whenever they were dropped.',
  ],
  'means.visits': [
    '期间内取走过交换件的登录次数 ÷ 期间内已开始的工作日数。',
    'Sessions in which the department took something ÷ working days of the period that have begun.',
  ],
  'means.missed': [
    '有件等待而半个工作日内无人来取的次数。',
    'Half working days on which paper waited and nobody came.',
  ],
  'means.discrepancies': [
    '期间内更正的错投和发现下落不明的件数。',
    'Wrong drops reversed, and pieces found to be missing, in the period.',
  ],
  'means.rank': [
    '按按时签收率由高到低，相同时按签收用时中位数由短到长；并列同名次。',
    'By the share signed for in time, then by the shorter median; equal ones share a place.',
  ],
  'reason.wrong-recipient': ['投递错误', 'Wrong recipient'],
  'reason.over-level': ['越级', 'Over-level'],
  'reason.not-through-office': ['未经机关收发', 'Not through the registry'],
  'reason.format': ['格式不符', 'Format'],
  'reason.duplicate': ['重复', 'Duplicate'],
  'reason.other': ['其他', 'Other'],
} as const satisfies Readonly<Record<string, readonly [zh: string, en: string]>>;

export type EvaluationWord = keyof typeof words;
export const evaluationWords =
  (language: TableLanguage) =>
  (key: EvaluationWord): string =>
    words[key][language === 'en' ? 1 : 0];
/** Words for a reason; one that nobody knows stands as it is. */
export const reasonWord = (reason: string, language: TableLanguage): string => {
  const key = `reason.${reason}`;
  return Object.hasOwn(words, key) ? evaluationWords(language)(key as EvaluationWord) : reason;
};
