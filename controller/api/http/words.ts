import { CLOCK_WORDS } from './clock-words.ts';
import { CUSTODY_WORDS } from './custody-words.ts';
import { faultWords } from './file-fault-words.ts';
import type { Language } from './language.ts';
import { PEOPLE_WORDS } from './people-words.ts';

type Words = readonly [title: string, detail: string];
export type Both = { readonly en: Words; readonly zh: Words };

/** What every error code says, in both languages; `{name}` stands for a value. Codes are stable, words are not. */
const WORDS: Readonly<Record<string, Both>> = {
  ...CLOCK_WORDS,
  ...CUSTODY_WORDS,
  ...PEOPLE_WORDS,
  'not-found': {
    en: ['Not found', 'There is nothing at this address. The routes are listed in /api/openapi.json.'],
    zh: ['未找到', '此地址没有内容。全部接口见 /api/openapi.json。'],
  },
  'no-such': {
    en: ['Not found', 'There is no {what} "{id}". Check the identifier.'],
    zh: ['未找到', '没有{what}“{id}”。请核对编号。'],
  },
  'method-not-allowed': {
    en: ['Method not allowed', 'This address answers {allow} only.'],
    zh: ['方法不允许', '此地址只接受 {allow}。'],
  },
  'malformed-json': {
    en: ['Malformed JSON', 'The body is not valid JSON. Send one JSON object, UTF-8.'],
    zh: ['JSON 格式错误', '请求体不是有效的 JSON。请发送一个 UTF-8 编码的 JSON 对象。'],
  },
  'search-building': {
    en: [
      'The search is being prepared',
      '{percent} % of the record can be searched so far. Ask again in a moment.',
    ],
    zh: ['正在准备检索', '已可检索 {percent}% 的记录，请稍后再试。'],
  },
  'not-acceptable': {
    en: ['No such format', 'This can be had as {formats}. Say so with ?format= or the Accept header.'],
    zh: ['没有此格式', '可选格式：{formats}。请用 ?format= 或 Accept 请求头指定。'],
  },
  'unsupported-media-type': {
    en: ['Unsupported media type', 'Send Content-Type: {expected}, uncompressed, in UTF-8.'],
    zh: ['内容类型不支持', '请使用 Content-Type: {expected}，不压缩，UTF-8 编码。'],
  },
  'body-too-large': {
    en: ['Body too large', 'The body may have at most {limit} bytes. Send less at once.'],
    zh: ['请求体过大', '请求体最多 {limit} 字节。请分次发送。'],
  },
  'bad-request': {
    en: ['Bad request', 'The request could not be read. Check its address, headers and body.'],
    zh: ['请求有误', '无法读取该请求。请检查地址、请求头和内容。'],
  },
  invalid: {
    en: ['Some fields do not fit', 'Mend the fields named under "errors" and send the request again.'],
    zh: ['部分内容不符合要求', '请按“errors”所列逐项改正后重新提交。'],
  },
  'bad-idempotency-key': {
    en: ['Bad Idempotency-Key', 'Idempotency-Key takes 8 to 64 letters, digits and hyphens; a UUID is best.'],
    zh: ['Idempotency-Key 有误', 'Idempotency-Key 为 8 至 64 个字母、数字或连字符，建议用 UUID。'],
  },
  'idempotency-key-reused': {
    en: [
      'Idempotency-Key used before',
      'This key was used for another request. Use a new key for a new request.',
    ],
    zh: ['Idempotency-Key 已被使用', '此键已用于另一请求。新请求请用新键。'],
  },
  classified: {
    en: [
      'Refused: classified',
      'This system is for papers that are not state secrets. Take it to the confidential office. Nothing of it was kept. Papers that are not secret carry secrecy "none".',
    ],
    zh: [
      '拒收：涉密',
      '本系统只受理非涉密公文。请交机要室办理，内容未作任何保存。非涉密公文的密级须为“none”。',
    ],
  },
  'document-known': {
    en: ['Already registered', 'The document is registered already, as {document}. Use that one.'],
    zh: ['公文已登记', '该公文已登记，编号 {document}，请直接使用。'],
  },
  'unknown-department': {
    en: ['Unknown department', 'There is no department "{department}". Register it first.'],
    zh: ['部门不存在', '没有部门“{department}”，请先登记。'],
  },
  'no-directory': {
    en: ['No directory', 'The site configuration has no "directory". See docs/oa-integration.md.'],
    zh: ['未配置目录', '站点配置中没有“directory”，见 docs/oa-integration.md。'],
  },
  'already-undone': {
    en: ['Already undone', 'This sync was undone before; that happens once only.'],
    zh: ['已撤销过', '该次同步已经撤销，只能撤销一次。'],
  },
  'nothing-to-undo': {
    en: ['Nothing to undo', 'Everything this sync changed was changed since, or cannot be put back.'],
    zh: ['没有可撤销的内容', '该次同步的更改之后都已另行更改，或不能恢复。'],
  },
  'address-not-allowed': {
    en: [
      'Address not allowed',
      'Nothing may be posted there: {why}. The site configuration names the origins that are allowed.',
    ],
    zh: ['地址不允许', '不允许向该地址发送：{why}。允许的来源由站点配置的 webhooks.allow 指定。'],
  },
  'no-such-event': {
    en: ['No such event', 'There is no event "{event}" of documents or consignments; see docs/events.md.'],
    zh: ['没有此事件', '公文或交换件没有事件“{event}”，见 docs/events.md。'],
  },
  'too-many-webhooks': {
    en: ['Too many subscriptions', 'A site has at most {limit}. Remove one that is not needed.'],
    zh: ['订阅过多', '每个站点最多 {limit} 个订阅，请先删除不需要的。'],
  },
  'too-late-to-amend': {
    en: [
      'Too late to amend',
      '"{field}" cannot be changed any more: the paper is {papers}. Withdraw it and register it anew.',
    ],
    zh: ['已不能修改', '“{field}”已不能修改：纸质件状态为 {papers}。请撤回后重新登记。'],
  },
  'too-many-copies': {
    en: ['Too many copies', 'At most {limit} copies can be registered at once.'],
    zh: ['份数过多', '一次最多登记 {limit} 份。'],
  },
  'already-exists': {
    en: ['Already there', 'There is a {what} "{id}" already. Choose another, or change that one.'],
    zh: ['已存在', '{what}“{id}”已存在。请换一个，或修改原有的。'],
  },
  'last-registrar': {
    en: ['The last registrar', 'Somebody must be able to run the office: make another registrar first.'],
    zh: ['最后一名登记员', '须保留至少一名登记员，请先增设另一名登记员。'],
  },
  'weak-pin': {
    en: ['PIN too easy', 'This PIN is among the first anyone would try. Choose 8 other digits.'],
    zh: ['密码过于简单', '该密码容易被猜中，请另选 8 位数字。'],
  },
  'label-known': {
    en: [
      'Label known',
      'The label of {docket} was printed or is in line already. Use a reprint if it is lost.',
    ],
    zh: ['标签已有', '{docket} 的标签已打印或正在排队。如遗失请使用补打。'],
  },
  'card-taken': {
    en: ['Card in use', 'This card belongs to another person. Use another card.'],
    zh: ['卡已被使用', '此卡已登记给他人，请换一张卡。'],
  },
  'not-yours': {
    en: [
      'Not your department’s',
      '{docket} is for a department you do not act for. Nothing was signed, and the attempt is on record.',
    ],
    zh: ['不是本单位的公文', '{docket} 不属于您办理的单位。未作签收，本次尝试已记录。'],
  },
  'people-only': {
    en: ['Only people sign', 'A token has no hand to sign with. Sign in with number and PIN.'],
    zh: ['须由本人签收', '访问令牌不能签收，请用工号和密码登录。'],
  },
  'not-open': {
    en: ['Not open', 'The difference is {state} already. Load the list again.'],
    zh: ['已不待处理', '该差异当前为“{state}”，请刷新列表。'],
  },
  'no-such-action': {
    en: [
      'Not for this',
      'A difference of kind "{kind}" cannot be settled by "{action}". Acknowledge it with a reason.',
    ],
    zh: ['不适用', '“{kind}”类差异不能以“{action}”处理，请说明原因后确认。'],
  },
  'nothing-to-list': {
    en: ['Nothing to list', 'Nothing moved in that time. Choose other days, or another unit.'],
    zh: ['没有可列的内容', '该时间内没有交接。请另选日期或单位。'],
  },
  'too-many-lines': {
    en: ['Too long', 'This would be longer than {limit} lines. Choose a shorter time.'],
    zh: ['内容过多', '超过 {limit} 行。请缩短时间范围。'],
  },
  'no-printer': {
    en: ['No such printer', 'There is no printer "{printer}" for this. These can print it: {known}.'],
    zh: ['没有此打印机', '没有可打印此内容的打印机“{printer}”。可用：{known}。'],
  },
  'nothing-to-print': {
    en: [
      'Nothing to print',
      'There is nothing left to print here. Labels printed before take a reprint, with the reason.',
    ],
    zh: ['没有可打印的内容', '此处已没有待打印的内容。已打印过的标签请用“重打”并注明原因。'],
  },
  'no-such-range': {
    en: [
      'No such range',
      'The batch has labels 1 to {pieces}; {from} to {to} is none of it. Write the smaller number first.',
    ],
    zh: ['范围有误', '本批标签为 1 至 {pieces}，{from} 至 {to} 不在其中。请先写较小的序号。'],
  },
  'range-in-line': {
    en: [
      'Still in line',
      'Label {position} is still "{state}". Wait for it, cancel it, or say what became of it; then print the range again.',
    ],
    zh: ['仍在队列中', '第 {position} 张仍为“{state}”。请等待、取消或确认其结果，再重打该范围。'],
  },
  'test-print-stays': {
    en: [
      'Test prints stay',
      'A test print is for its own printer. Cancel it and print one on the other printer.',
    ],
    zh: ['测试打印不能移动', '测试打印只针对本打印机。请取消后在另一台上打印。'],
  },
  'not-a-pdf': {
    en: ['Not a PDF', 'Only PDF files are printed as sheets. Send the bytes of a PDF.'],
    zh: ['不是 PDF', '纸张打印仅支持 PDF 文件，请发送 PDF。'],
  },
  'sheet-too-large': {
    en: ['Too large to print', 'The PDF has {bytes} bytes, at most {most} are taken. Print it in parts.'],
    zh: ['文件过大', 'PDF 为 {bytes} 字节，最多 {most} 字节。请分次打印。'],
  },
  'too-many-sheets': {
    en: [
      'Too many sheets',
      'These are {count} sheets; one PDF holds {limit}. Take them in parts: ?from=1&to={limit}.',
    ],
    zh: ['份数过多', '共 {count} 份，一个 PDF 最多 {limit} 份，请分批：?from=1&to={limit}。'],
  },
  'not-printable': {
    en: ['Cannot be printed', 'The sheet was not made: {en}.'],
    zh: ['无法打印', '未能生成：{zh}。'],
  },
  'choose-consignment': {
    en: [
      'Which copy?',
      'The document has {count} consignments. Name the one whose code is stamped: ?docket=….',
    ],
    zh: ['请指定份号', '该公文有 {count} 份交换件，请用 ?docket= 指定盖印哪一份的条码。'],
  },
  'pdf-expected': {
    en: ['Not a PDF', 'The file does not begin as a PDF does. Choose a PDF file.'],
    zh: ['不是 PDF', '文件不是 PDF，请选择 PDF 文件。'],
  },
  'pdf-damaged': {
    en: ['PDF damaged', 'The PDF cannot be read reliably. Print it to a new PDF file and send that.'],
    zh: ['PDF 已损坏', '无法可靠读取该 PDF，请重新打印为 PDF 后再试。'],
  },
  'pdf-locked': {
    en: ['PDF locked', 'The PDF is encrypted or has a password. Remove the protection and send it again.'],
    zh: ['PDF 已加密', '该 PDF 已加密或设有密码，请解除保护后再试。'],
  },
  'pdf-form': {
    en: [
      'XFA form',
      'The pages of this form are made by the program that opens it. Print it to a new PDF file and send that.',
    ],
    zh: ['XFA 表单', '该表单的页面由阅读器生成，请打印为普通 PDF 后再试。'],
  },
  'pdf-signed': {
    en: [
      'PDF signed',
      'The PDF carries an electronic signature or seal, which any change would break. Use a cover sheet of its own instead.',
    ],
    zh: ['PDF 已签名', '该 PDF 带有电子签名或印章，改动会使其失效。请单独打印封面。'],
  },
  'pdf-too-many-pages': {
    en: ['Too many pages', 'The PDF has {pages} pages, at most {limit} are taken. Send it in parts.'],
    zh: ['页数过多', 'PDF 共 {pages} 页，最多 {limit} 页，请拆分后再试。'],
  },
  'pdf-too-large': {
    en: [
      'PDF too large',
      'The PDF unpacks to more than can be handled, or its pages are larger than A2. Print it to a new PDF file on A4.',
    ],
    zh: ['PDF 过大', '该 PDF 解压后过大，或页面大于 A2，请打印为 A4 的 PDF 后再试。'],
  },
  'stamp-covers': {
    en: [
      'No room for the code',
      'The code would cover what is on the page at {place}. Choose another place, a smaller size, or send ?over=true.',
    ],
    zh: ['条码位置有内容', '条码会遮盖页面上 {place} 处的内容。请换位置、缩小，或使用 ?over=true。'],
  },
  'stamp-outside': {
    en: [
      'Not on the page',
      'With its quiet zone the code would leave the page of {width} × {height} mm. Move it or make it smaller.',
    ],
    zh: ['超出页面', '条码连同空白区超出页面（{width} × {height} 毫米），请移动或缩小。'],
  },
  'sheet-gone': {
    en: ['No longer kept', 'The PDF of this sheet is no longer kept. Make it anew.'],
    zh: ['已过保存期', '此份 PDF 已不再保存，请重新生成。'],
  },
  'label-refused': {
    en: ['Not printed so', 'The label would be refused: {why}.'],
    zh: ['不能这样打印', '标签将被拒绝打印：{why}。'],
  },
  'not-a-logo': {
    en: ['No picture', 'Send a PNG of at most 1 MB and 4,000 × 4,000 pixels.'],
    zh: ['图片不可用', '请上传 PNG 图片，不超过 1 MB、4000 × 4000 像素。'],
  },
  'not-a-record': {
    en: ['Not an official record', 'The text is not an official-document barcode record: {why}.'],
    zh: ['不是公文条码', '内容不是公文二维条码记录：{why}。'],
  },
  'unreadable-file': {
    en: [
      'The file cannot be read',
      'Nothing was kept of it. What is wrong, and where, is listed under "errors".',
    ],
    zh: ['文件无法读取', '未保留任何内容。问题及位置见“errors”。'],
  },
  'import-problems': {
    en: ['Nothing was imported', 'Mend the {count} problems listed and send the whole file again.'],
    zh: ['未导入任何内容', '请改正所列 {count} 处问题后重新提交整个文件。'],
  },
  'unreadable-scan': {
    en: [
      'The file cannot be read',
      'Reason: {fault}. Send a PDF without a password, PNG, JPEG or TIFF, undamaged, at most 5000 pages of 80 million pixels.',
    ],
    zh: [
      '无法读取文件',
      '原因：{fault}。请提交未加密、未损坏的 PDF、PNG、JPEG 或 TIFF 文件，最多 5000 页，每页不超过 8000 万像素。',
    ],
  },
  'scan-known': {
    en: ['Taken in before', 'This very file is here already, as scan "{scan}".'],
    zh: ['已经收过', '同一个文件已经收入，扫描件编号“{scan}”。'],
  },
  'intake-busy': {
    en: ['Too much at once', '{files} files are waiting to be read. Send this one again when there is room.'],
    zh: ['正在忙', '还有 {files} 个文件等待识读，请稍后重新提交。'],
  },
  'readers-busy': {
    en: ['Too much at once', 'Other files are being read. Send this one again in a minute.'],
    zh: ['正在忙', '正在读取其他文件，请一分钟后重新提交。'],
  },
  'pdf-too-slow': {
    en: [
      'PDF takes too long',
      'Stamping was given up after {seconds} s. Print the file to a new PDF and send that, or send it in parts.',
    ],
    zh: ['PDF 处理超时', '超过 {seconds} 秒仍未完成，已中止。请重新打印为 PDF，或拆分后再试。'],
  },
  cancelled: {
    en: ['Given up', 'The file was given up before it was recorded; nothing of it was kept.'],
    zh: ['已取消', '已在记录前取消，未保存任何内容。'],
  },
  'no-card-reader': {
    en: [
      'No card reader there',
      'Station "{station}" has no card reader. Choose one of /api/v1/card-readers.',
    ],
    zh: ['该站点没有读卡器', '站点“{station}”没有读卡器，请从 /api/v1/card-readers 中选择。'],
  },
  'reader-busy': {
    en: ['Reader in use', 'Another card is being waited for at this reader. Try again in half a minute.'],
    zh: ['读卡器占用中', '该读卡器正在等待另一张卡，请半分钟后再试。'],
  },
  'not-allowed-here': {
    en: [
      'Not allowed here',
      'The configuration of this station does not allow it. Typed scans need "keyboardScanner": true.',
    ],
    zh: ['本站不允许', '本站配置不允许此操作。键盘扫码需设置 "keyboardScanner": true。'],
  },
  'ledger-unavailable': {
    en: [
      'The record cannot be written',
      'The ledger is not available, so nothing was done. Try again when it is healthy; see /readyz.',
    ],
    zh: ['无法记录', '账本不可用，未进行任何操作。请待恢复后重试，详见 /readyz。'],
  },
  internal: {
    en: ['Something went wrong', 'This is a fault of the program. It was logged under {reference}.'],
    zh: ['程序出错', '程序内部出错，日志编号 {reference}。'],
  },
};

/** Codes that have words, for the OpenAPI document and for tests. */
export const problemCodes = (): readonly string[] => Object.keys(WORDS);

export const wordsOf = (
  code: string,
  language: Language,
  values: Readonly<Record<string, string | number>>,
): { readonly title: string; readonly detail: string } => {
  const [title, detail] = (Object.hasOwn(WORDS, code) ? WORDS[code]?.[language] : undefined) ?? [code, code];
  const filled = detail.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? String(values[name]).slice(0, 200) : '?';
    return name === 'fault' ? faultWords(value, language) : value;
  });
  return { title, detail: filled };
};
