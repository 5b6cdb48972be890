import type { LabelData } from '#label-printer/artwork/label-data.ts';
import type { ReceiptData } from '#label-printer/artwork/receipt-data.ts';

export const docket = '7K3D0Q9MABCDEFGH';
export const sampleLabel: LabelData = {
  docket,
  recipient: '市发展和改革委员会',
  number: '某政办发〔2026〕12号',
  title: '某市人民政府办公室关于做好2026年防汛工作的通知',
  issuer: '某市人民政府办公室',
  urgency: 'teji',
  copy: '3/12',
};

/** Looks like a hash, different for every seed. */
export const sampleHash = (seed: number): string =>
  Array.from({ length: 64 }, (_, i) => ((i * 7 + seed * 5 + (i >> 3)) % 16).toString(16)).join('');

export const sampleReceipt: ReceiptData = {
  id: '01978a2c-5f7e-7c3a-9b1d-2f4e6a8c0d12',
  kind: 'drop',
  site: '某市公文交换站（演示）',
  station: '一号机',
  person: { number: '1001', name: '张三' },
  issuedAt: '2026-06-18T01:02:03.456Z',
  size: 1234,
  root: sampleHash(1),
  sequence: 1235,
  leaf: sampleHash(2),
  pieces: [
    {
      docket,
      number: '某政办发〔2026〕12号',
      departmentName: '市发展和改革委员会',
      compartment: 'A02',
      sequence: 1230,
      leaf: sampleHash(3),
    },
    {
      docket: '7K3D0Q9MABCDEFGJ',
      number: '某政办函〔2026〕345号',
      departmentName: '财政局',
      compartment: 'A03',
      sequence: 1233,
      leaf: sampleHash(4),
    },
  ],
};
