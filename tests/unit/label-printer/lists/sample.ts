import { listTable } from '#controller/api/tables/list.ts';
import type { Table } from '#controller/ports/table.ts';

/** A list of `rows` lines, long titles of units among them. */
export const sampleList = (rows: number, copy = 0): Table =>
  listTable(
    {
      ...{ number: '202600000042', kind: 'exchange', unit: '某市公文交换站', language: 'zh-CN' },
      ...{ timeZone: 'Asia/Shanghai', issuedAt: '2026-06-18T01:05:00.000Z' },
      ...{ from: '2026-06-17T16:00:00.000Z', to: '2026-06-18T16:00:00.000Z', place: '一号机' },
      person: { number: '1001', name: '李明' },
      entries: Array.from({ length: rows }, (_, i) => ({
        ...{ movement: i % 2 === 0 ? ('deposited' as const) : ('collected' as const), sequence: 40 + i },
        ...{ docket: `0A1B2C3D4E5F${String(i).padStart(4, '0')}`, copy: `${i + 1}/${rows}` },
        number: `某政办发〔2026〕${i}号`,
        party:
          i % 7 === 0 ? '某市突发公共卫生事件应急指挥部办公室（市疾病预防控制中心）' : '市发展和改革委员会',
        ...{ urgency: i % 5 === 0 ? ('teji' as const) : ('none' as const), compartment: 'A02' },
        at: new Date(Date.UTC(2026, 5, 18, 1, 0, i)).toISOString(),
      })),
    },
    'ab'.repeat(32),
    copy,
  );
