/** Why artwork is refused. Nothing is sent then. */
export type ArtworkCode =
  /** A field has the wrong shape: `field`, `expected`. */
  | 'bad-field'
  /** A character that is not text: `field`, `codePoint`. */
  | 'not-text'
  /** The template's own rules are not kept: `why`. */
  | 'bad-template'
  /** The font has no such character: `field`, `character`, `codePoint`. */
  | 'glyph-missing'
  /** The paper is marked secret: nothing of it is printed here. */
  | 'classified'
  /** What may not be shortened does not fit: `field`, `value` (`***` for a title), `characters`. */
  | 'overflow'
  /** The slip is longer than a printer takes: `dots`, `most`. */
  | 'too-long'
  /** No module of the symbol is whole dots on this stock: `symbology`. */
  | 'symbol-does-not-fit'
  /** Its modules would be smaller than readers take: `symbology`, `mm`, `least`. */
  | 'module-too-small'
  /** The official record is higher than 25 mm in any module its standard allows: `bytes` of GBK. */
  | 'record-too-long'
  /** The drawn symbol is not whole dots a module, or something lies in its quiet zone: `symbology`, `x`, `y`. */
  | 'symbol-not-clean'
  /** The symbol does not read back from the drawn dots: `symbology`. */
  | 'symbol-unreadable'
  /** The symbol reads back as something else: `symbology`. */
  | 'symbol-wrong'
  /** Wherever the dots are put, they spell a command that this printer obeys in the middle of a picture. */
  | 'dots-command'
  /** The stock is wider than the printer's head: `dots`, `most`. */
  | 'too-wide'
  /** Stock or resolution that is not supported: `what`, `value`, `expected`. */
  | 'unsupported'
  /** A PDF to print is damaged or locked. */
  | 'sheet-unreadable'
  /** A PDF has more pages than a printer of this kind takes: `pages`, `most`. */
  | 'sheet-pages'
  /** The PDF of a sheet is not kept any more. */
  | 'sheet-gone';

const words: Record<ArtworkCode, readonly [en: string, zh: string]> = {
  'bad-field': ['{field}: must be {expected}', '{field}：应为 {expected}'],
  'not-text': [
    '{field}: {codePoint} is not a printable character; remove it',
    '{field}：{codePoint} 不是可打印字符，请删除',
  ],
  'glyph-missing': [
    '{field}: the font has no “{character}” ({codePoint}); write it another way',
    '{field}：字库中没有“{character}”（{codePoint}），请改用其他写法',
  ],
  classified: [
    'secrecy: labels are for papers that are not secret; take it to the confidential office',
    '密级：仅为非涉密公文打印标签，涉密文件请交机要室',
  ],
  overflow: [
    '{field}: “{value}” ({characters} characters) does not fit the label and may not be shortened; use a shorter form, a larger label or a smaller size',
    '{field}：“{value}”（{characters} 字）超出标签且不得截断，请改短、换大标签或改小字号',
  ],
  'bad-template': ['template: {why}', '模板：{why}'],
  'too-long': [
    'the slip is {dots} dots long, at most {most}; print the list instead',
    '回执过长（{dots} 点，最多 {most} 点），请改打清单',
  ],
  'symbol-does-not-fit': [
    '{symbology}: does not fit its place on this stock; make its box larger',
    '{symbology}：此规格标签放不下，请放大其区域',
  ],
  'module-too-small': [
    '{symbology}: modules of {mm} mm are too small to be read, at least {least} mm; make the symbol larger',
    '{symbology}：模块仅 {mm} mm，至少 {least} mm 才能识读，请放大',
  ],
  'record-too-long': [
    'official record: {bytes} bytes are more than its barcode may hold; shorten the title or a name in it',
    '公文二维条码：{bytes} 字节，超出条码容量，请缩短标题或机关名称',
  ],
  'symbol-not-clean': [
    '{symbology}: not drawn in whole dots, or its quiet zone is not clear, at {x},{y}',
    '{symbology}：模块不是整数点，或静区有污点（{x},{y}）',
  ],
  'symbol-unreadable': ['{symbology}: does not read back', '{symbology}：回读失败'],
  'symbol-wrong': ['{symbology}: reads back as something else', '{symbology}：回读内容不符'],
  'dots-command': [
    'this picture would act as a printer command; change a word of it, or use another printer',
    '该图案会被打印机当作指令，请改动文字或换用其他打印机',
  ],
  'too-wide': [
    '{mm} mm wide, the print head of this printer has {mostMm} mm; use narrower stock or a wider printer',
    '标签宽 {mm} mm，此打印机的打印头仅 {mostMm} mm，请换窄纸或宽幅打印机',
  ],
  unsupported: ['{what} {value}: use {expected}', '{what} {value}：请用 {expected}'],
  'sheet-unreadable': [
    'the PDF is damaged or locked with a password; make it anew',
    'PDF 已损坏或设有密码，请重新生成',
  ],
  'sheet-pages': [
    '{pages} pages, and this printer takes no PDF, at most {most} pages at a time; download it and print it elsewhere',
    '共 {pages} 页，此打印机不支持 PDF，每次最多 {most} 页；请下载后在别处打印',
  ],
  'sheet-gone': ['its PDF is no longer kept; make it anew', 'PDF 已过保存期，请重新生成'],
};

/** Artwork that must not be printed: a stable code, and values for its words. Never holds a title. */
export class ArtworkError extends Error {
  readonly code: ArtworkCode;
  readonly values: Readonly<Record<string, string | number>>;

  constructor(code: ArtworkCode, values: Readonly<Record<string, string | number>> = {}) {
    super(say(code, values, 0));
    this.name = 'ArtworkError';
    this.code = code;
    this.values = values;
  }

  /** One sentence for people, with the fix. */
  in(language: 'zh-CN' | 'en'): string {
    return say(this.code, this.values, language === 'en' ? 0 : 1);
  }
}

const say = (code: ArtworkCode, values: Readonly<Record<string, string | number>>, language: 0 | 1): string =>
  words[code][language].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '?'));

/** `U+4E00` */
export const codePointName = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
