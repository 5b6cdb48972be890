import type { FaultCode } from './fault.ts';

/** What to do about a file that cannot be read, in both languages. */
export const FAULT_WORDS: Readonly<Record<FaultCode, { readonly en: string; readonly zh: string }>> = {
  'unknown-kind': {
    en: 'this is neither an OFD package nor an Excel workbook nor CSV text; choose such a file',
    zh: '既不是 OFD 文件，也不是 Excel 工作簿或 CSV 文本，请选择这几类文件',
  },
  'old-excel': {
    en: 'this is the old .xls format; open it and save it as .xlsx or as "CSV UTF-8"',
    zh: '这是旧版 .xls 格式，请打开后另存为 .xlsx 或“CSV UTF-8”',
  },
  'zip-damaged': {
    en: 'the package is damaged or cut off; fetch or export the file again',
    zh: '文件包已损坏或不完整，请重新获取或导出',
  },
  'zip-encrypted': {
    en: 'the package is encrypted; export it without a password',
    zh: '文件包已加密，请导出不加密的文件',
  },
  'zip-many-parts': {
    en: 'the package has too many parts; nothing of it was read',
    zh: '文件包内部件过多，未读取任何内容',
  },
  'zip-unsafe-name': {
    en: 'a part has a name that leads out of the package; do not trust this file, ask its sender',
    zh: '部件名称指向文件包之外，此文件不可信，请与发送方核实',
  },
  'zip-twice': {
    en: 'two parts have the same name, so that nobody can tell which one counts; ask its sender',
    zh: '有两个同名部件，无法确定以哪个为准，请与发送方核实',
  },
  'part-missing': {
    en: 'this part is referred to but is not in the package; export the file again',
    zh: '引用的部件不在文件包内，请重新导出',
  },
  'part-too-large': {
    en: 'this part is larger than is read; nothing of it was kept',
    zh: '此部件超过可读取的大小，未保留任何内容',
  },
  'part-bomb': {
    en: 'this part grows out of all proportion when it is unpacked; do not trust this file, ask its sender',
    zh: '此部件解压后异常膨胀，此文件不可信，请与发送方核实',
  },
  'package-too-large': {
    en: 'split the file: it is larger than is read',
    zh: '文件超过可读取的大小，请拆分',
  },
  'xml-damaged': {
    en: 'the XML is not well-formed here; export the file again',
    zh: '此处 XML 格式有误，请重新导出',
  },
  'xml-encoding': {
    en: 'the text is not in the encoding it declares; export the file as UTF-8',
    zh: '文字编码与声明不符，请以 UTF-8 重新导出',
  },
  'xml-doctype': {
    en: 'a document type declaration is not accepted; do not trust this file, ask its sender',
    zh: '不接受文档类型声明（DTD），此文件不可信，请与发送方核实',
  },
  'xml-deep': {
    en: 'elements are nested too deeply; do not trust this file, ask its sender',
    zh: '元素嵌套过深，此文件不可信，请与发送方核实',
  },
  'xml-large': {
    en: 'there is more in this part than is read; split the file',
    zh: '此部件内容过多，请拆分文件',
  },
  'not-ofd': {
    en: 'this is not what an OFD package (GB/T 33190) has here; export the file again',
    zh: '此处不符合 OFD（GB/T 33190）结构，请重新导出',
  },
  'not-sheet': {
    en: 'the workbook has no visible sheet; save it again as .xlsx',
    zh: '工作簿中没有可见的工作表，请重新另存为 .xlsx',
  },
  'many-documents': {
    en: 'the package holds too many documents; split it',
    zh: '文件包内文档过多，请拆分',
  },
  'reference-outside': {
    en: 'this reference leads out of the package; do not trust this file, ask its sender',
    zh: '此引用指向文件包之外，此文件不可信，请与发送方核实',
  },
  'many-rows': {
    en: 'split the file: at most 10,000 rows each',
    zh: '请拆分文件：每个文件最多 10,000 行',
  },
  'many-columns': {
    en: 'keep at most 60 columns',
    zh: '最多保留 60 列',
  },
  'no-rows': {
    en: 'the file has no rows; write one line for each item under the header',
    zh: '文件中没有数据行，请在表头下每项写一行',
  },
  'no-columns': {
    en: 'no column means a document number or a title; name one 发文字号 or "number", or add this name to "policies.fieldNames"',
    zh: '没有表示发文字号或标题的列；请将列名改为“发文字号”或“标题”，或在 policies.fieldNames 中加入此列名',
  },
  'csv-quotes': {
    en: 'mend the quotes around here: a cell with quotes doubles them and is quoted whole',
    zh: '请检查此处的引号：含引号的单元格须将引号成对书写并整体加引号',
  },
  'text-encoding': {
    en: 'save the file as "CSV UTF-8"; this is neither UTF-8 nor GB18030',
    zh: '请将文件另存为“CSV UTF-8”，当前既不是 UTF-8 也不是 GB18030',
  },
  'too-slow': {
    en: 'reading it was given up after this time; split the file, and do not trust one that is small',
    zh: '读取超过此时限，已中止；请拆分文件，若文件本身很小则不可信',
  },
  'too-heavy': {
    en: 'reading it takes more memory than this; split the file, and do not trust one that is small',
    zh: '读取所需内存超过此限，已中止；请拆分文件，若文件本身很小则不可信',
  },
  'not-read': {
    en: 'reading it broke off; save or export the file again, and do not trust it when it happens again',
    zh: '读取意外中断，请重新保存或导出；若再次发生，此文件不可信',
  },
  'readers-busy': {
    en: 'other files are being read; send this one again in a minute',
    zh: '正在读取其他文件，请一分钟后重新提交',
  },
};
