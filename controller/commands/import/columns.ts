/** The columns of an import, under their documented names; headers may use any of the other names. */
export interface Column {
  readonly name: string;
  readonly also: readonly string[];
  readonly required?: true;
}
export type ImportKind = 'departments' | 'people' | 'documents';

export const COLUMNS: Readonly<Record<ImportKind, readonly Column[]>> = {
  departments: [
    { name: 'code', also: ['代码', '部门代码', '单位代码'], required: true },
    { name: 'name', also: ['名称', '部门名称', '单位名称', '部门', '单位'], required: true },
    { name: 'aliases', also: ['别名', '其他名称', '简称'] },
    { name: 'outside', also: ['外单位', '外部单位', '是否外单位'] },
  ],
  people: [
    { name: 'number', also: ['编号', '工号', '人员编号'], required: true },
    { name: 'name', also: ['姓名'], required: true },
    { name: 'roles', also: ['角色', '岗位'], required: true },
    { name: 'departments', also: ['部门', '所属部门', '所在部门', '单位'] },
    { name: 'standsInFor', also: ['代理部门', 'AB角', '替岗部门'] },
  ],
  documents: [
    {
      name: 'secrecy',
      also: [
        '密级',
        '秘密等级',
        '涉密等级',
        '保密等级',
        '密级和保密期限',
        'secrecyLevel',
        'securityLevel',
        'classification',
      ],
      required: true,
    },
    {
      name: 'number',
      also: [
        '发文字号',
        '文号',
        '公文文号',
        '公文字号',
        '文件编号',
        '文件字号',
        'documentNumber',
        'docNumber',
        'docNo',
      ],
      required: true,
    },
    {
      name: 'title',
      also: ['标题', '公文标题', '文件标题', '文件名称', 'documentTitle', 'docTitle'],
      required: true,
    },
    {
      name: 'issuers',
      also: [
        ...['发文机关', '发文单位', '来文单位', '来文机关', '制发机关', '发文机关标志', '发文机关署名'],
        ...['issuer', 'issuingOrgan', 'issuingAuthority', 'sender', 'from'],
      ],
      required: true,
    },
    {
      name: 'kind',
      also: ['文种', '公文种类', '公文类型', '文件类型', 'documentType', 'docType'],
      required: true,
    },
    {
      name: 'urgency',
      also: ['紧急程度', '缓急', '缓急程度', '紧急度', 'urgencyLevel', 'urgencyDegree', 'priority'],
    },
    { name: 'pages', also: ['页数', 'pageCount'] },
    {
      name: 'writtenOn',
      also: [
        '成文日期',
        '发文日期',
        '成文时间',
        '发文时间',
        '签发日期',
        'dateWritten',
        'writtenDate',
        'issueDate',
        'date',
      ],
    },
    { name: 'barcode', also: ['条码', '二维条码', '条码编号', '公文条码'] },
    { name: 'oaId', also: ['OA编号', 'OA标识', 'OAID', '流水号'] },
    {
      name: 'recipients',
      also: [
        '主送',
        '收文单位',
        '主送机关',
        '主送单位',
        '分发',
        '分发单位',
        'recipient',
        'mainRecipient',
        'to',
      ],
      required: true,
    },
    { name: 'outside', also: ['外发单位', '外发', '外送单位', 'outgoing'] },
  ],
};

/** Index of each documented column in a header; what is missing, twice there or unknown is reported by name. */
export const findColumns = (
  kind: ImportKind,
  header: readonly string[],
): {
  readonly at: ReadonlyMap<string, number>;
  readonly missing: readonly Column[];
  readonly twice: readonly string[];
  readonly unknown: readonly string[];
} => {
  const at = new Map<string, number>();
  const twice: string[] = [];
  const unknown: string[] = [];
  header.forEach((cell, index) => {
    const plain = plainName(cell);
    if (plain === '') return;
    const column = COLUMNS[kind].find(({ name, also }) =>
      [name, ...also].some((n) => plainName(n) === plain),
    );
    if (!column) unknown.push(cell);
    else if (at.has(column.name)) twice.push(column.name);
    else at.set(column.name, index);
  });
  return {
    at,
    twice,
    unknown,
    missing: COLUMNS[kind].filter(({ name, required }) => required && !at.has(name)),
  };
};

/** A name without what people write differently: width, spaces, hyphens, case. */
export const plainName = (cell: string): string =>
  cell
    .normalize('NFKC')
    .replace(/[\s_*-]/g, '')
    .toLowerCase();
