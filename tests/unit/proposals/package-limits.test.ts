import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { FileFault } from '#controller/commands/packages/fault.ts';
import { readXml, USUAL_XML, walkXml, type XmlLimits } from '#controller/commands/packages/xml.ts';
import { openPackage, USUAL_PACKAGE, type PackageLimits } from '#controller/commands/packages/zip.ts';
import { zipOf } from '#tests/support/zip-writer.ts';

const faultOf = (read: () => unknown): string => {
  try {
    read();
    return 'read';
  } catch (error) {
    if (error instanceof FileFault) return error.code;
    throw error;
  }
};
const xml = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

/** Each limit with a package that only it stops: with that limit alone lifted (the mutant) the package is read. */
describe('a package is stopped by its limit, and by nothing else (mutants)', () => {
  const spaces = ' '.repeat(4e6);
  const cases: readonly [keyof PackageLimits, string, PackageLimits, () => Uint8Array][] = [
    [
      'parts',
      'zip-many-parts',
      USUAL_PACKAGE,
      () => zipOf(Array.from({ length: 20_001 }, (_, i) => ({ name: `${i}`, data: '', stored: true }))),
    ],
    ['growth', 'part-bomb', USUAL_PACKAGE, () => zipOf([{ name: '0', data: spaces }])],
    [
      'part',
      'part-too-large',
      { ...USUAL_PACKAGE, part: 3e6, growth: Infinity },
      // What it claims of itself is not believed.
      () => zipOf([{ name: '0', data: spaces, claims: { size: 9 } }]),
    ],
    [
      'all',
      'package-too-large',
      { ...USUAL_PACKAGE, all: 1500 },
      () => zipOf(['0', '1'].map((name) => ({ name, data: 'x'.repeat(1000), stored: true as const }))),
    ],
  ];
  test.each(cases)('%s: %s', (limit, code, limits, make) => {
    const bytes = make();
    const readAll = (within: PackageLimits) => () => {
      const opened = openPackage(bytes, within);
      for (const name of opened.names) opened.read(name);
    };
    expect(faultOf(readAll(limits))).toBe(code);
    expect(faultOf(readAll({ ...limits, [limit]: Infinity }))).toBe('read');
  });
});

describe('XML is stopped by its limit, and by nothing else (mutants)', () => {
  const nested = '<a>'.repeat(65) + '</a>'.repeat(65);
  const many = `<a>${'<b/>'.repeat(50_000)}</a>`;
  const cases: readonly [keyof XmlLimits, string, XmlLimits, (limits: XmlLimits) => unknown][] = [
    ['depth', 'xml-deep', USUAL_XML, (limits) => readXml(xml(nested), 'a', limits)],
    ['kept', 'xml-large', USUAL_XML, (limits) => readXml(xml(many), 'a', limits)],
    [
      'elements',
      'xml-large',
      { ...USUAL_XML, elements: 50_000 },
      (limits) => walkXml(xml(many), 'a', { open: () => undefined, close: () => undefined }, limits),
    ],
  ];
  test.each(cases)('%s: %s', (limit, code, limits, read) => {
    expect(faultOf(() => read(limits))).toBe(code);
    expect(faultOf(() => read({ ...limits, [limit]: Infinity }))).toBe('read');
  });

  test('a document type is refused by us: the parser alone takes it', () => {
    const typed = '<!DOCTYPE a [<!ENTITY b "c">]><a/>';
    expect(faultOf(() => readXml(xml(typed), 'a'))).toBe('xml-doctype');
    const parser = new SaxesParser();
    parser.on('error', (error) => {
      throw error;
    });
    expect(() => parser.write(typed).close()).not.toThrow();
    // Far behind the first look at the text as well.
    const late = `<!--${'x'.repeat(70_000)}-->${typed}`;
    expect(faultOf(() => readXml(xml(late), 'a'))).toBe('xml-doctype');
  });
});
