import type { SheetPiece } from '#controller/ports/sheet-maker.ts';

export const piece: SheetPiece = {
  docket: '7K3D0Q9MABCDEFGH',
  recipient: '市发展和改革委员会',
  number: '某政办发〔2026〕12号',
  title: '某市人民政府办公室关于做好2026年防汛工作的通知',
  issuers: ['某市人民政府办公室', '某市水利局'],
  kind: '通知',
  urgency: 'teji',
  copy: 3,
  copies: 12,
  pages: 4,
  writtenOn: '2026-06-18',
  barcode: 'SJ202600000000000123',
  site: '某市公文交换站（演示）',
  registeredBy: '张三',
  registeredAt: '2026-06-18 09:02',
  readers: ['市财政局 李四', '市统计局'],
  route: ['某市人民政府办公室', '某市公文交换站 一号箱组 3', '市发展和改革委员会'],
};
/** Every field as long as the record takes it. */
export const longest: SheetPiece = {
  ...piece,
  recipient: '某'.repeat(60),
  number: '某'.repeat(60),
  title: '某'.repeat(400),
  issuers: Array.from({ length: 20 }, () => '某'.repeat(100)),
  kind: '某'.repeat(60),
  copy: 9999,
  copies: 9999,
  pages: 9999,
  barcode: 'W'.repeat(64),
  site: '某'.repeat(60),
  registeredBy: '某'.repeat(60),
  readers: Array.from({ length: 20 }, () => '某'.repeat(100)),
  route: ['某'.repeat(100), '某'.repeat(120), '某'.repeat(60)],
};
export const created = Date.UTC(2026, 5, 18, 1, 2, 3);
