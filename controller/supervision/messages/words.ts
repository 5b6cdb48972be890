import { timeAt } from '../../domain/days.ts';
import type { MessageKind, MessageLevel } from '../../domain/message.ts';

/** One piece as a message tells of it: never its title. */
export interface ToldPiece {
  readonly docket: string;
  readonly departmentName: string;
  readonly compartment: string | null;
  readonly urgent: boolean;
  readonly clock: 'sign-for' | 'handling' | null;
  /** ms since 1970. */
  readonly due: number | null;
}
export interface ToldFacts {
  readonly site: string;
  readonly timeZone: string;
  readonly kind: MessageKind;
  readonly level: MessageLevel;
  /** Null when it is of several. */
  readonly departmentName: string | null;
  readonly pieces: readonly ToldPiece[];
  readonly now: number;
}
export interface Words {
  readonly subject: string;
  readonly text: string;
}
/** Most pieces that are named one by one. */
export const MOST_NAMED = 20;

export const wordsFor = (language: 'zh-CN' | 'en', facts: ToldFacts): Words => {
  const say = language === 'en' ? english : chinese;
  const { pieces, kind } = facts;
  const lead = say.lead(facts, pieces.filter(({ urgent }) => urgent).length);
  const named = kind === 'visit' || kind === 'test' ? [] : pieces.slice(0, MOST_NAMED);
  const more = pieces.length - named.length;
  const lines = named.map((piece) => say.piece(piece, facts));
  return {
    subject: `${say.mark(facts.site)}${lead}`,
    text: [
      `${say.mark(facts.site)}${lead}${say.stop}`,
      ...lines,
      ...(more > 0 && named.length > 0 ? [say.more(more)] : []),
      say.foot,
    ].join('\n'),
  };
};

interface Language {
  readonly stop: string;
  readonly foot: string;
  mark(site: string): string;
  lead(facts: ToldFacts, urgent: number): string;
  piece(piece: ToldPiece, facts: ToldFacts): string;
  more(count: number): string;
}

const late = ({ pieces, now }: ToldFacts): number =>
  pieces.filter(({ due }) => due !== null && due <= now).length;

const chinese: Language = {
  stop: '。',
  foot: '请登录公文交换系统查看。本消息不含公文标题。',
  mark: (site) => `【${site}】`,
  lead(facts, urgent) {
    const { kind, pieces, departmentName } = facts;
    const whose = departmentName ?? '各部门';
    const rush = urgent > 0 ? `，其中急件 ${urgent} 件` : '';
    const n = pieces.length;
    switch (kind) {
      case 'deposited':
        return `${whose}有 ${n} 件公文待领取${rush}`;
      case 'reminder':
      case 'overdue':
        return late(facts) > 0
          ? `${whose}有 ${n} 件公文已超期${rush}`
          : `${whose}有 ${n} 件公文即将到期${rush}`;
      case 'escalation':
        return `${whose}有 ${n} 件公文超期未办，提请督办${rush}`;
      case 'digest':
        return `催办汇总：${whose}未办结 ${n} 件，其中超期 ${late(facts)} 件`;
      case 'visit':
        return `${whose}半个工作日内无人到箱，尚有 ${n} 件公文待领取${rush}`;
      case 'test':
        return '这是一条测试消息';
    }
  },
  piece({ docket, departmentName, compartment, clock, due }, facts) {
    const parts = [
      ...(facts.departmentName === null ? [departmentName] : []),
      ...(compartment === null ? [] : [`箱格 ${compartment}`]),
      ...(due === null
        ? []
        : [
            `${clock === 'handling' ? '办理' : '签收'}期限 ${timeOf(due, facts)}${due <= facts.now ? `，已超期 ${spanOf(facts.now - due, zhUnits)}` : ''}`,
          ]),
    ];
    return `· ${docket}${parts.length > 0 ? `：${parts.join('，')}` : ''}`;
  },
  more: (count) => `…另有 ${count} 件`,
};

const english: Language = {
  stop: '.',
  foot: 'Sign in to the document exchange to see more. Messages never hold titles.',
  mark: (site) => `[${site}] `,
  lead(facts, urgent) {
    const { kind, pieces, departmentName } = facts;
    const whose = departmentName ?? 'All departments';
    const rush = urgent > 0 ? `, ${urgent} urgent` : '';
    const n = pieces.length === 1 ? '1 piece' : `${pieces.length} pieces`;
    switch (kind) {
      case 'deposited':
        return `${whose}: ${n} to collect${rush}`;
      case 'reminder':
      case 'overdue':
        return `${whose}: ${n} ${late(facts) > 0 ? 'overdue' : 'due soon'}${rush}`;
      case 'escalation':
        return `${whose}: ${n} overdue, for your attention${rush}`;
      case 'digest':
        return `Digest: ${whose}: ${n} open, ${late(facts)} overdue`;
      case 'visit':
        return `${whose}: nobody came for half a working day, ${n} to collect${rush}`;
      case 'test':
        return 'This is a test message';
    }
  },
  piece({ docket, departmentName, compartment, clock, due }, facts) {
    const parts = [
      ...(facts.departmentName === null ? [departmentName] : []),
      ...(compartment === null ? [] : [`compartment ${compartment}`]),
      ...(due === null
        ? []
        : [
            `to be ${clock === 'handling' ? 'handled' : 'signed for'} by ${timeOf(due, facts)}${due <= facts.now ? `, ${spanOf(facts.now - due, enUnits)} late` : ''}`,
          ]),
    ];
    return `- ${docket}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
  },
  more: (count) => `… and ${count} more`,
};

const timeOf = (instant: number, { timeZone }: ToldFacts): string => timeAt(instant, timeZone).slice(0, 16);

type Units = readonly [minutes: string, hours: string, days: string];
const zhUnits: Units = [' 分钟', ' 小时', ' 天'];
const enUnits: Units = [' min', ' h', ' d'];
/** Rounded down to one unit. */
const spanOf = (ms: number, [minutes, hours, days]: Units): string => {
  const whole = Math.floor(ms / 60_000);
  if (whole < 120) return `${whole}${minutes}`;
  return whole < 2880 ? `${Math.floor(whole / 60)}${hours}` : `${Math.floor(whole / 1440)}${days}`;
};
