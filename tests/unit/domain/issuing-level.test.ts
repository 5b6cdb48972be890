import { expect, it } from 'vitest';
import { dayAt, startOfDay } from '#controller/domain/days.ts';
import { issuingLevel, type IssuingLevel } from '#controller/domain/issuing-level.ts';

const organs: [string, IssuingLevel][] = [
  ['中共中央办公厅', 'central'],
  ['国务院', 'central'],
  ['国家发展和改革委员会', 'central'],
  ['某省人民政府办公厅', 'province'],
  ['中共某省委组织部', 'province'],
  ['内蒙古自治区财政厅', 'province'],
  ['北京市人民政府', 'province'],
  ['北京市海淀区人民政府', 'county'],
  ['某市人民政府办公室', 'city'],
  ['中共某市委', 'city'],
  ['某市发展和改革委员会', 'city'],
  ['某自治州教育局', 'city'],
  ['某市某县人民政府', 'county'],
  ['某县应急管理局', 'county'],
  ['某县城关镇人民政府', 'township'],
  ['某区某街道办事处', 'township'],
  ['某某集团有限公司', 'other'],
  ['应急管理局', 'other'],
];
it.each(organs)('%s is an organ of level %s', (organ, level) => {
  expect(issuingLevel(organ)).toBe(level);
});

it('days begin and end by the clocks of the site, also where they are put forward and back', () => {
  expect(startOfDay('2026-06-18', 'Asia/Shanghai')).toBe('2026-06-17T16:00:00.000Z');
  expect(startOfDay('2026-06-18', 'Asia/Shanghai', 1)).toBe('2026-06-18T16:00:00.000Z');
  expect(startOfDay('2026-03-29', 'Europe/Berlin', 1)).toBe('2026-03-29T22:00:00.000Z');
  expect(startOfDay('2026-10-25', 'Europe/Berlin', 1)).toBe('2026-10-25T23:00:00.000Z');
  expect(dayAt(Date.parse('2026-06-18T16:00:00Z'), 'Asia/Shanghai')).toBe('2026-06-19');
});
