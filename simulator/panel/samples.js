/** Records as issuing offices print them: whole, odd, cut off, and one that must be refused. All made up. */
export const samples = [
  {
    name: { 'zh-CN': '特急通知（完整）', en: 'Notice, most urgent (complete)' },
    text: 'GB0626-2005^SJ202600000000000123^某市人民政府办公室^通知^某政办发〔2026〕12号^各区县人民政府^关于做好防汛工作的通知^无^特急^20260618^市地级^某市人民政府办公室^20260618^^|',
  },
  {
    name: { 'zh-CN': '平件函', en: 'Letter, ordinary' },
    text: 'GB0626-2005^SJ202600000000000207^某市教育局^函^某教函〔2026〕31号^某市发展和改革委员会^关于商请支持校园建设项目的函^无^无^20260610^公开发布^某市教育局^20260611^^|',
  },
  {
    name: { 'zh-CN': '不规范：圆括号、带时间、缺结尾', en: 'Odd: round brackets, a time, no end mark' },
    text: 'BQZNJH200802^20260612000000000815^某市水利局^报告^某水（2026）8号^见主送机关^关于水库蓄水情况的报告^无^急件^20260612^县团级^某市水利局^20260612 09:30^^附表二份^',
  },
  {
    name: { 'zh-CN': '截断的记录', en: 'Cut off' },
    text: 'GB0626-2005^SJ202600000000000355^某市财政局^通知^某财〔2026〕',
  },
  {
    name: { 'zh-CN': '涉密（应拒收）', en: 'Classified (must be refused)' },
    text: 'GB0626-2005^SJ202600000000000401^某市某办公室^通知^某办发〔2026〕3号^各区县^此件不应进入本系统^机密10年^特急^20260601^市地级^某市某办公室^20260601^^|',
  },
  {
    name: { 'zh-CN': '不认识的编码', en: 'An unknown code' },
    text: '6901234567892',
  },
];
