import type { AnyStoredEvent, Ledger } from '#controller/ports/ledger.ts';
import type { DocumentRow } from '#controller/ports/read-models.ts';

const acts = '关于做好 关于加强 关于印发 关于召开 关于开展 关于调整 关于进一步规范 关于报送'.split(' ');
const places = Array.from('东西南北中春夏秋冬山川江河湖海甲乙丙丁戊己庚辛壬癸');
const topics =
  '防汛 抗旱 森林防火 安全生产 义务教育 基层医疗 公共卫生 财政收支 预算执行 乡村振兴 招商引资 环境保护 道路交通 城市管理 社会保障 农业种植 水利设施 统计调查 内部审计 人事任免 龙舟赛事 古树名木'.split(
    ' ',
  );
const ends =
  '工作的通知 专项整治的通知 会议的通知 实施方案的通知 情况的通报 有关问题的请示 的批复 纪要'.split(' ');
const offices = '某市人民政府办公室 某市发展和改革委员会 某市财政局 某市水利局 某省应急管理厅'.split(' ');

const START = Date.UTC(2020, 0, 1);
/** Five years and eight months of a million documents. */
const EVERY_MS = 180_000;
/** The same mixture in every run, without repeating for long. */
const mixed = (n: number, salt: number): number => Math.imul(n ^ (salt * 0x9e3779b1), 0x85ebca6b) >>> 8;
const one = (list: readonly string[], n: number, salt: number): string =>
  list[mixed(n, salt) % list.length] ?? '';

/** The n-th document of a made-up city, from 1. Rare topics are rare: the last two come once in some hundreds. */
export const paper = (n: number): DocumentRow => {
  const registeredAt = new Date(START + n * EVERY_MS).toISOString();
  const rare = mixed(n, 9) % 300 === 0;
  const topic = rare ? one(topics.slice(-2), n, 3) : one(topics.slice(0, -2), n, 3);
  return {
    ...{ id: String(n), sequence: n, registeredAt, registeredBy: '1001' },
    number: `某政办发〔${registeredAt.slice(0, 4)}〕${n % 200_000}号`,
    title: one(acts, n, 1) + one(places, n, 2) + one(places, n, 4) + '区' + topic + one(ends, n, 5),
    ...{ issuers: [one(offices, n, 6)], kind: '通知', urgency: n % 9 === 0 ? 'teji' : 'none', pages: 4 },
    ...{ writtenOn: registeredAt.slice(0, 10), barcode: null, oaId: null, way: 'api', oddities: [] },
  };
};

/** A ledger that registered `size` of them, made up as it is read. */
export const paperLedger = (size: number): Pick<Ledger, 'head' | 'read' | 'proof' | 'onAppended'> => ({
  head: () => ({ sequence: size, root: '' }),
  read: (after, limit) =>
    Array.from(
      { length: Math.min(limit, size - after) },
      (_, i) =>
        ({ type: 'DocumentRegistered', stream: `document:${after + i + 1}` }) as unknown as AnyStoredEvent,
    ),
  proof: () => undefined,
  onAppended: () => () => undefined,
});
