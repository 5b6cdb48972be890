/** Levels of issuing organs by which a dispatch register is kept, the highest first. */
export const issuingLevels = ['central', 'province', 'city', 'county', 'township', 'other'] as const;
export type IssuingLevel = (typeof issuingLevels)[number];

/** Names that say the level by themselves. */
const CENTRAL =
  /^(中共中央|中央|全国人大|全国人民代表大会|全国政协|国务院|中华人民共和国|最高人民(法院|检察院)|国家(?!电网|开发银行))/u;
/** Cities that are provinces. */
const MUNICIPALITY = /^(北京|天津|上海|重庆)市/u;
/** An administrative division at the start of a name, the most particular last. */
const DIVISIONS: readonly [IssuingLevel, RegExp][] = [
  ['township', /(?<!城)(镇|乡|苏木|街道)(人民政府|党委|委员会|办事处|人大|政府|党政|办公室|综合)/u],
  [
    'county',
    /(县|(?<!自治|市辖|开发|地|社)区|旗|县级市)(人民|委|政府|政协|人大|政法|纪委|监委|.{1,12}(局|办公室|办|委员会|中心))/u,
  ],
  [
    'city',
    /(市|自治州|盟|地区)(人民|委|行政公署|行署|政府|政协|人大|政法|纪委|监委|.{1,12}(局|办公室|办|委员会|中心))/u,
  ],
  [
    'province',
    /(省|自治区|特别行政区)(人民|委|政府|政协|人大|政法|纪委|监委|.{1,12}(厅|局|办公室|办|委员会))/u,
  ],
];

/**
 * The level of an issuing organ, told from its name: `某省人民政府办公厅` is of a province. `other` where the name does
 * not say: a department that leaves its place out, an enterprise, a name in Latin letters.
 */
export const issuingLevel = (organ: string): IssuingLevel => {
  const whole = organ.replaceAll(/\s/gu, '');
  const name = whole.replace(/^中共(?!中央)/u, '');
  if (CENTRAL.test(name)) return 'central';
  const level = DIVISIONS.find(([, pattern]) => pattern.test(name))?.[0] ?? 'other';
  return level === 'city' && MUNICIPALITY.test(name) ? 'province' : level;
};
