import type { Both } from './words.ts';

/** Error codes of what becomes of a piece after its drop. */
export const CUSTODY_WORDS: Readonly<Record<string, Both>> = {
  'wrong-state': {
    en: ['Not possible now', 'It is "{state}"; this is possible only while it is {needed}.'],
    zh: ['当前状态不允许', '当前为“{state}”，仅在“{needed}”时可以进行。'],
  },
  'people-only': {
    en: ['Only people sign', 'A token has no hand to sign with. Sign in with number and PIN.'],
    zh: ['须由本人签收', '访问令牌不能签收，请用工号和密码登录。'],
  },
  'not-collected': {
    en: ['Not collected yet', 'A piece is struck off once it was collected; this one is {state}.'],
    zh: ['尚未签收', '签收后才能办结；此件当前状态：{state}。'],
  },
  'not-dropped': {
    en: ['Not dropped yet', 'This piece lies in no box; it is {state}.'],
    zh: ['尚未投递', '此件不在箱格内，当前状态：{state}。'],
  },
  'not-missing': {
    en: ['Not missing', 'Only a piece recorded as missing can be found; this one is {state}.'],
    zh: ['并未登记为去向不明', '只有登记为去向不明的文件才能登记找回；此件当前状态：{state}。'],
  },
  'not-in-a-box': {
    en: ['It did not lie in a box', 'It was {state} before; record it as found in hand.'],
    zh: ['原不在箱格内', '此件原状态为 {state}，请登记为在手中找到。'],
  },
  'not-in-office': {
    en: [
      'Not in the office’s hands',
      '{docket} Take the paper in first: out of the returns compartment, or over the desk.',
    ],
    zh: ['文件不在办公室', '{docket} 请先收回文件：从退文格取出，或在办公室当面收回。'],
  },
  'not-called-back': {
    en: ['Not asked back', 'No recall asked this piece back.'],
    zh: ['未列入清退', '此件不在任何清退通知内。'],
  },
  'called-back': {
    en: ['Asked back already', 'This piece is asked back already.'],
    zh: ['已列入清退', '此件已列入清退通知。'],
  },
  'not-refused': {
    en: [
      'Nothing to hand over',
      'Only a refused piece, one that was asked back, or a circulating one is handed over at the desk.',
    ],
    zh: ['无需收回', '只有退文、清退或传阅的文件才在办公室收回。'],
  },
  'refused-before': {
    en: ['It came back already', 'This piece came back to the office; it is {state}.'],
    zh: ['已退回', '此件已退回办公室，当前状态：{state}。'],
  },
  'handed-in': {
    en: ['Handed in already', 'This piece lies in an outgoing compartment, for a messenger to take on.'],
    zh: ['已交寄', '此件在外发箱格内，等待通信员取走。'],
  },
  carried: {
    en: ['With a messenger', 'A messenger signed for this piece and carries it to its receiver.'],
    zh: ['通信员送件中', '通信员已签收此件，正送往收文单位。'],
  },
  dispatched: {
    en: ['It left the house', 'A messenger took this piece out of the house.'],
    zh: ['已外发', '通信员已将此件送出楼外。'],
  },
  'already-dropped': {
    en: ['Dropped already', 'This piece lies in a box already.'],
    zh: ['已投递', '此件已在箱格内。'],
  },
  'already-collected': {
    en: ['Collected already', 'This piece was collected; it is {state}.'],
    zh: ['已签收', '此件已签收，当前状态：{state}。'],
  },
  'already-registered': {
    en: ['Not that far yet', 'This piece is {state}.'],
    zh: ['尚未到此步骤', '此件当前状态：{state}。'],
  },
  withdrawn: {
    en: ['Withdrawn', 'This piece was withdrawn.'],
    zh: ['已撤回', '此件已撤回。'],
  },
  destroyed: {
    en: ['Destroyed', 'By the record this paper was destroyed.'],
    zh: ['已销毁', '按记录此件已销毁。'],
  },
  missing: {
    en: ['Missing', 'The paper is being looked for; record first that it was found.'],
    zh: ['去向不明', '此件去向不明，请先登记找回。'],
  },
  'label-printed': {
    en: ['Its label was printed', 'A piece whose label was printed is registered anew instead.'],
    zh: ['标签已打印', '标签已打印，不能恢复，请重新登记。'],
  },
  'route-was-there': {
    en: [
      'It was there already',
      'The first {fixed} readers had the paper or have it; leave them as they are.',
    ],
    zh: ['文件已送达', '前 {fixed} 位阅件人已收到文件，不能更改。'],
  },
  'not-circulating': {
    en: ['It does not circulate', 'This piece has no readers to come.'],
    zh: ['此件不传阅', '此件未设定传阅路线。'],
  },
  'circulation-not-begun': {
    en: ['It is still in the office', 'No reader got it yet: withdraw it, or change its readers.'],
    zh: ['传阅尚未开始', '此件尚未送出，请撤回或修改传阅路线。'],
  },
  'circulation-over': {
    en: [
      'The circulation is over',
      'No further reader is waited for. Once the paper is back, it can be sent on again.',
    ],
    zh: ['传阅已终止', '已无后续阅件单位；文件收回后可以继续传阅。'],
  },
  'wanted-back': {
    en: ['The office wants it back', 'Its circulation was ended: bring the paper back.'],
    zh: ['办公室要求收回', '传阅已终止，请交还文件。'],
  },
  'two-people': {
    en: ['A second person is needed', 'The one who listed it cannot confirm it. Let somebody else sign in.'],
    zh: ['需要第二人', '列单人不能自行确认，请由另一人登录确认。'],
  },
  'destruction-over': {
    en: ['It is over', 'This destruction is {state} already.'],
    zh: ['已结束', '此次销毁当前状态：{state}。'],
  },
  'recall-closed': {
    en: ['The recall is closed', 'This recall was ended before.'],
    zh: ['清退已结束', '此次清退已经结束。'],
  },
  'stock-take-running': {
    en: ['Still being counted', 'Its session at the station has not ended. Close it when it has.'],
    zh: ['盘点进行中', '箱前的盘点尚未结束，请在结束后再关闭。'],
  },
  'stock-take-over': {
    en: ['Closed already', 'This stock-take was closed before.'],
    zh: ['盘点已关闭', '此次盘点已经关闭。'],
  },
  'nothing-to-recall': {
    en: ['Nothing to ask back', 'No department holds such a piece. Choose another year, kind or department.'],
    zh: ['没有可清退的文件', '没有单位持有符合条件的文件，请改选年份、文种或单位。'],
  },
  'too-many-pieces': {
    en: [
      'Too many pieces',
      'A recall holds at most {limit} pieces. Choose fewer: one department, or one kind.',
    ],
    zh: ['文件过多', '一次清退最多 {limit} 件，请按单位或文种分次进行。'],
  },
  'bundled-before': {
    en: ['In a bag already', '{docket} is in the bag {bundle}. Dissolve that first.'],
    zh: ['已在另一文件袋中', '{docket} 已在文件袋 {bundle} 中，请先拆袋。'],
  },
  'bundle-dissolved': {
    en: ['Dissolved already', 'This bag was opened before.'],
    zh: ['已拆袋', '此文件袋已经拆开。'],
  },
};
