/** The fixed words of a slip. */
export interface ReceiptWords {
  readonly drop: string;
  readonly pickup: string;
  readonly station: string;
  readonly person: string;
  readonly time: string;
  readonly pieces: string;
  readonly compartment: string;
  readonly ledgerLine: string;
  readonly receipt: string;
  readonly leaf: string;
  readonly size: string;
  readonly root: string;
  readonly check: string;
}

export const receiptWords: Readonly<Record<'zh-CN' | 'en', ReceiptWords>> = {
  'zh-CN': {
    drop: '投件回执',
    pickup: '取件回执',
    station: '站点',
    person: '经手人',
    time: '时间',
    pieces: '件数',
    compartment: '箱格',
    ledgerLine: '账本序号',
    receipt: '回执号',
    leaf: '叶哈希',
    size: '账本长度',
    root: '根哈希',
    check: '凭二维码可核对：账本根哈希须与本回执一致。',
  },
  en: {
    drop: 'Drop receipt',
    pickup: 'Pickup receipt',
    station: 'Station',
    person: 'Person',
    time: 'Time',
    pieces: 'Pieces',
    compartment: 'Box',
    ledgerLine: 'Ledger no.',
    receipt: 'Receipt',
    leaf: 'Leaf hash',
    size: 'Ledger size',
    root: 'Root hash',
    check: 'To check: the ledger root must equal the one in this code.',
  },
};
