import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** A made-up person of the demo. The simulator reads the same file to offer their cards. */
export interface DemoPerson {
  readonly number: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly departments: readonly string[];
  readonly standsInFor: readonly string[];
  /** Ten hexadecimal digits. */
  readonly card: string;
  /** Eight digits, made at the first start of this demo. */
  readonly pin: string;
}

type Cast = Pick<DemoPerson, 'number' | 'name' | 'roles'> &
  Partial<Pick<DemoPerson, 'departments' | 'standsInFor'>>;
const CAST: readonly Cast[] = [
  { number: '1001', name: '林静', roles: ['registrar'] },
  { number: '2001', name: '赵强', roles: ['messenger'], departments: ['bgs'] },
  { number: '2002', name: '孙燕', roles: ['messenger'], departments: ['jyj'] },
  { number: '3001', name: '陈明', roles: ['collector'], departments: ['bgs'] },
  { number: '3002', name: '王芳', roles: ['collector'], departments: ['fgw'] },
  { number: '3003', name: '刘洋', roles: ['collector'], departments: ['czj'] },
  { number: '3004', name: '周敏', roles: ['collector'], departments: ['yjj', 'slj'] },
  { number: '3005', name: '吴杰', roles: ['collector'], departments: ['jyj'], standsInFor: ['czj', 'wjw'] },
];

interface DemoDepartment {
  readonly code: string;
  readonly name: string;
  readonly aliases: readonly string[];
  /** A receiver outside the house. */
  readonly outside?: true;
}
export const DEPARTMENTS: readonly DemoDepartment[] = [
  { code: 'bgs', name: '办公室', aliases: ['市政府办公室'] },
  { code: 'fgw', name: '发展和改革委员会', aliases: ['发改委', '市发展改革委'] },
  { code: 'czj', name: '财政局', aliases: ['市财政局'] },
  { code: 'jyj', name: '教育局', aliases: ['市教育局'] },
  { code: 'wjw', name: '卫生健康委员会', aliases: ['卫健委', '市卫生健康委'] },
  { code: 'yjj', name: '应急管理局', aliases: ['应急局', '市应急管理局'] },
  { code: 'zrzy', name: '自然资源局', aliases: ['市自然资源局'] },
  { code: 'slj', name: '水利局', aliases: ['市水利局'] },
  { code: 'xian', name: '某县人民政府', aliases: ['某县政府'], outside: true },
];

const recipients = (...departments: string[]) => departments.map((department) => ({ department, copies: 1 }));
export const DOCUMENTS = [
  {
    number: '某政办发〔2026〕12号',
    title: '关于做好防汛工作的通知',
    issuers: ['某市人民政府办公室'],
    kind: '通知',
    urgency: 'teji',
    pages: 6,
    writtenOn: '2026-06-18',
    barcode: 'SJ202600000000000123',
    recipients: recipients('yjj', 'slj', 'zrzy'),
  },
  {
    number: '某财预〔2026〕31号',
    title: '关于编制明年部门预算的通知',
    issuers: ['某市财政局'],
    kind: '通知',
    urgency: 'jiaji',
    pages: 12,
    writtenOn: '2026-06-17',
    barcode: null,
    recipients: recipients('fgw', 'jyj'),
  },
  {
    number: '某教函〔2026〕8号',
    title: '关于商请支持校舍维修的函',
    issuers: ['某市教育局'],
    kind: '函',
    urgency: 'none',
    pages: 3,
    writtenOn: '2026-06-15',
    barcode: null,
    recipients: [
      { department: 'czj', copies: 2 },
      { department: 'bgs', copies: 1 },
    ],
  },
  {
    number: '某政办函〔2026〕5号',
    title: '关于协助做好汛期值守的函',
    issuers: ['某市人民政府办公室'],
    kind: '函',
    urgency: 'none',
    pages: 2,
    writtenOn: '2026-06-18',
    barcode: null,
    recipients: recipients('xian'),
  },
].map((document) => ({ ...document, secrecy: 'none' as const }));

const newPin = (number: string): string => {
  for (;;) {
    const pin = randomInt(100_000_000).toString().padStart(8, '0');
    // What the controller would call easy to guess.
    if (new Set(pin).size >= 5 && !pin.includes(number)) return pin;
  }
};

/** The people of this demo, with the numbers they got at its first start. The file is for its owner's eyes only. */
export const demoPeople = (file: string): readonly DemoPerson[] => {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as DemoPerson[];
  const people = CAST.map((person) => ({
    departments: [],
    standsInFor: [],
    ...person,
    card: randomBytes(5).toString('hex').toUpperCase(),
    pin: newPin(person.number),
  }));
  writeFileSync(file, `${JSON.stringify(people, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  return people;
};
