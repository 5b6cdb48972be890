interface Both {
  readonly en: string;
  readonly zh: string;
}
const words = <Code extends string>(all: Readonly<Record<Code, Both>>): Readonly<Record<Code, Both>> => all;

/** What to do about a problem of an import, in both languages; `{name}` stands for a value. */
export const FIX_WORDS = words({
  'missing-column': {
    en: 'add the column "{column}" (or "{also}")',
    zh: '请增加“{also}”列（或 "{column}"）',
  },
  'column-twice': { en: 'keep one column of this name', zh: '此列只能保留一个' },
  'unknown-column': {
    en: 'there is no such column for {kind}; remove it or mend its name',
    zh: '没有此列，请删除或改正列名',
  },
  classified: {
    en: 'classified, or its mark is malformed: take this paper to the confidential office (机要室) and delete the row',
    zh: '涉密或密级标注不规范：请将文件交机要室，并删除此行',
  },
  'wide-row': {
    en: 'the row has more cells than the header ({count}); quote cells that hold the separator',
    zh: '此行单元格多于表头（{count} 个），含分隔符的单元格请加引号',
  },
  controls: {
    en: 'remove line breaks, control characters and invisible marks',
    zh: '请删除换行、控制字符和不可见标记',
  },
  empty: { en: 'it is empty; fill it in', zh: '此处为空，请填写' },
  'no-roles': {
    en: 'name at least one role, such as collector (收文员)',
    zh: '请至少填写一个角色，例如“收文员”',
  },
  'unknown-department': {
    en: 'no department has this code or name; import it first',
    zh: '没有此代码或名称的部门，请先导入该部门',
  },
  'not-outside': {
    en: 'this department is in the house: write it under "recipients" (主送)',
    zh: '该部门不是外单位，请写入“主送”列（recipients）',
  },
  'same-key': { en: 'row {first} has it already; keep one', zh: '第 {first} 行已有，请只保留一行' },
  'site-has-it': {
    en: 'the site has it already; delete the row',
    zh: '系统中已有，请删除此行',
  },
  'site-differs': {
    en: 'the site has it already, with another {fields}; an import changes nothing that is there: mend or delete the row',
    zh: '系统中已有，但 {fields} 不同；导入不会修改已有内容，请改正或删除此行',
  },
  'too-many-copies': {
    en: 'split the file: at most {limit} copies each',
    zh: '请拆分文件：每个文件最多 {limit} 份',
  },
  refused: { en: 'refused: {code}', zh: '被拒绝：{code}' },
  schema: { en: '{message}', zh: '{message}' },
  'fix-code': {
    en: 'use small letters, digits and hyphens, at most 32',
    zh: '只能用小写字母、数字和连字符，最多 32 个',
  },
  'fix-name': { en: 'shorten it', zh: '请缩短' },
  'fix-aliases': {
    en: 'write at most 30 names of at most 60 characters, separated by ;',
    zh: '最多 30 个名称，每个最多 60 字，用“；”分隔',
  },
  'fix-outside': {
    en: 'write yes 是 or no 否, or leave it empty',
    zh: '请填“是”或“否”，也可留空',
  },
  'fix-number': {
    en: 'shorten it; a person’s number has letters and digits only, at most 20',
    zh: '请缩短；人员编号只能用字母和数字，最多 20 个',
  },
  'fix-roles': {
    en: 'use messenger 通信员, collector 收文员, registrar 登记员, supervisor 督办员, technician 维护员, auditor 审计员',
    zh: '可用：通信员、收文员、登记员、督办员、维护员、审计员',
  },
  'fix-title': { en: 'shorten it to 400 characters', zh: '请缩短到 400 字以内' },
  'fix-issuers': {
    en: 'write at most 20 issuers of at most 100 characters, separated by ;',
    zh: '最多 20 个发文机关，每个最多 100 字，用“；”分隔',
  },
  'fix-kind': { en: 'shorten it to 60 characters', zh: '请缩短到 60 字以内' },
  'fix-urgency': {
    en: 'use 无, 加急, 特急, for telegrams 平急 or 特提',
    zh: '可用：无、加急、特急，电报用平急或特提',
  },
  'fix-pages': { en: 'write a whole number from 1 to 9999', zh: '请写 1 到 9999 的整数' },
  'fix-writtenOn': {
    en: 'write a day of the calendar as 2026-06-18',
    zh: '请写日历上的日期，例如 2026-06-18',
  },
  'fix-barcode': { en: 'shorten it to 64 characters', zh: '请缩短到 64 字以内' },
  'fix-oaId': { en: 'shorten it to 100 characters', zh: '请缩短到 100 字以内' },
  'fix-recipients': {
    en: 'write departments with 1 to 200 copies each, such as 财政局*2; 教育局',
    zh: '请写部门及 1 到 200 的份数，例如“财政局*2；教育局”',
  },
});
export type FixCode = keyof typeof FIX_WORDS;
