import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { openPackage } from '#controller/commands/packages/zip.ts';
import { FileFault } from '#controller/commands/packages/fault.ts';
import { ofdOf, ofdParts } from '#tests/support/ofd-writer.ts';
import { proposingSite } from '#tests/support/proposing.ts';
import { zipOf, type Entry } from '#tests/support/zip-writer.ts';

const { site, fault, proposals, read } = proposingSite();
afterAll(() => site.ledger.close());

const good = { info: { Title: '关于防汛的通知' } };
const withOfd = (xml: string) => ofdOf({ parts: { 'OFD.xml': xml } });
const with_ = (entry: Entry) => ofdOf(good, [entry]);
const DOC = 'Doc_0/Document.xml';

describe('a hostile or broken package', () => {
  test.each<[string, () => Uint8Array, readonly (string | RegExp)[]]>([
    [
      'with a name that climbs out',
      () => with_({ name: '../../etc/passwd', data: 'x' }),
      ['zip-unsafe-name', '../../etc/passwd'],
    ],
    [
      'with an absolute name',
      () => with_({ name: '/etc/passwd', data: 'x' }),
      ['zip-unsafe-name', '/etc/passwd'],
    ],
    ['with a drive', () => with_({ name: 'C:\\x.xml', data: 'x' }), ['zip-unsafe-name', 'C:/x.xml']],
    [
      'with backslashes that climb out',
      () => with_({ name: 'a\\..\\..\\x', data: 'x' }),
      ['zip-unsafe-name', 'a/../../x'],
    ],
    [
      'with a control character in a name',
      () => with_({ name: 'a\u0007\u202eb', data: 'x' }),
      ['zip-unsafe-name', 'a··b'],
    ],
    ['with a name twice', () => with_({ name: 'OFD.xml', data: '<OFD/>' }), ['zip-twice', 'OFD.xml']],
    [
      'that is encrypted',
      () => zipOf([{ name: 'OFD.xml', data: 'x', claims: { flags: 1 } }]),
      ['zip-encrypted', 'OFD.xml'],
    ],
    [
      'with an unknown method',
      () => zipOf([{ name: 'OFD.xml', data: 'x', claims: { method: 12 } }]),
      ['zip-damaged', 'OFD.xml', 'method 12'],
    ],
    ['that is cut off', () => ofdOf(good).subarray(0, 700), ['zip-damaged', '']],
    [
      'that is no package of ours',
      () => zipOf([{ name: 'a.txt', data: 'x' }]),
      ['unknown-kind', '', 'a.txt'],
    ],
    [
      'that grows out of proportion',
      () => withOfd('<OFD>' + ' '.repeat(4e6)),
      ['part-bomb', 'OFD.xml', /^\d+ → \d+$/],
    ],
    [
      'that is larger than it claims',
      () => zipOf([{ name: 'OFD.xml', data: new Uint8Array(7e6), stored: true, claims: { size: 9 } }]),
      ['part-too-large', 'OFD.xml'],
    ],
    [
      'with a document type',
      () => withOfd('<!DOCTYPE OFD [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><OFD>&b;</OFD>'),
      ['xml-doctype', 'OFD.xml'],
    ],
    [
      'with an external entity',
      () => withOfd('<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><OFD/>'),
      ['xml-doctype', 'OFD.xml'],
    ],
    ['with an unknown entity', () => withOfd('<OFD>&boom;</OFD>'), ['xml-damaged', 'OFD.xml', /^line 1/]],
    ['nested 10,000 deep', () => withOfd('<OFD>' + '<a>'.repeat(10_000)), ['xml-deep', 'OFD.xml']],
    ['with 60,000 elements', () => withOfd(`<OFD>${'<a/>'.repeat(60_000)}</OFD>`), ['xml-large', 'OFD.xml']],
    ['whose XML is not closed', () => withOfd('<OFD><DocBody>'), ['xml-damaged', 'OFD.xml', /^line 1/]],
    [
      'whose XML is not in its encoding',
      () =>
        ofdOf({ parts: { 'OFD.xml': null } }, [
          { name: 'OFD.xml', data: new Uint8Array([0x3c, 0xff, 0xff]) },
        ]),
      ['xml-encoding', 'OFD.xml', 'utf-8'],
    ],
    ['that is XML of something else', () => withOfd('<html/>'), ['not-ofd', 'OFD.xml', 'html']],
    [
      'without its document',
      () => ofdOf({ ...good, parts: { [DOC]: null } }),
      ['part-missing', 'OFD.xml', DOC],
    ],
    [
      'without the place of its document',
      () => withOfd('<OFD><DocBody/></OFD>'),
      ['part-missing', 'OFD.xml', 'DocBody/DocRoot'],
    ],
    [
      'without a page',
      () => ofdOf({ ...good, parts: { 'Doc_0/Pages/Page_0/Content.xml': null } }),
      ['part-missing', DOC, 'Pages/Page_0/Content.xml'],
    ],
    [
      'without its tags',
      () => ofdOf({ ...good, tags: {}, parts: { 'Doc_0/Tags/Official.xml': null } }),
      ['part-missing', 'Doc_0/Tags/CustomTags.xml', 'Official.xml'],
    ],
    [
      'that refers outside itself',
      () => withOfd('<OFD><DocBody><DocRoot>../../../etc/passwd</DocRoot></DocBody></OFD>'),
      ['reference-outside', 'OFD.xml', '../../../etc/passwd'],
    ],
    [
      'with 21 documents',
      () => withOfd(`<OFD>${'<DocBody/>'.repeat(21)}</OFD>`),
      ['many-documents', 'OFD.xml', '21'],
    ],
    ['of no bytes', () => new Uint8Array(), ['unknown-kind', '', '0 bytes']],
  ])('%s is refused with place, value and fix', (_, make, wanted) => {
    const found = fault(make());
    wanted.forEach((part, at) => {
      if (typeof part === 'string') expect(found[at]).toBe(part);
      else expect(found[at]).toMatch(part);
    });
    expect(found).toHaveLength(3);
  });

  test('with many parts of which each is small is stopped by their sum', () => {
    const filler = `<Page>${'x'.repeat(2e6)}</Page>`;
    const page = (id: number) => `<Page ID="${id}" BaseLoc="p${id}.xml"/>`;
    const tags = Array.from({ length: 12 }, (_, i) => `<t><ObjectRef PageRef="${i}">1</ObjectRef></t>`).join(
      '',
    );
    const parts: Record<string, string> = {
      [DOC]: `<Document><Pages>${Array.from({ length: 12 }, (_, i) => page(i)).join('')}</Pages><CustomTags>t.xml</CustomTags></Document>`,
      'Doc_0/t.xml': '<CustomTags><CustomTag><FileLoc>u.xml</FileLoc></CustomTag></CustomTags>',
      'Doc_0/u.xml': `<x>${tags}</x>`,
    };
    for (let i = 0; i < 12; i++) parts[`Doc_0/p${i}.xml`] = filler;
    const all = Object.entries(ofdParts({ ...good, parts }));
    const bytes = zipOf(all.map(([name, data]) => ({ name, data, stored: true as const })));
    expect(fault(bytes)[0]).toBe('package-too-large');
  });

  test('whose checksum does not fit is not believed', () => {
    const bytes = zipOf(
      Object.entries(ofdParts(good)).map(([name, data]) => ({ name, data, stored: true as const })),
    );
    expect(proposals(bytes)).toHaveLength(1);
    const at = Buffer.from(bytes).indexOf('防汛');
    bytes.set(Buffer.from('防旱'), at);
    expect(fault(bytes)).toEqual(['zip-damaged', 'OFD.xml', 'checksum']);
  });

  test('never does anything but answer or fault, whatever bytes are changed', () => {
    const bytes = ofdOf({ ...good, custom: { 密级: '无' }, tags: { 标题: [100] }, pages: [['题']] });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        (changes) => {
          const changed = bytes.slice();
          for (const [at, value] of changes) changed[at] = value;
          try {
            read(changed);
          } catch (error) {
            if (!(error instanceof FileFault)) throw error;
          }
        },
      ),
      { numRuns: 120 },
    );
  });

  test('may have folders, a comment-long tail and names in GBK', () => {
    const gbk = Uint8Array.from([0xce, 0xc4, 0x2f, 0xbc, 0xfe]);
    const bytes = zipOf([
      { name: 'Doc_0/', data: '' },
      { name: gbk, data: 'x' },
      ...Object.entries(ofdParts(good)).map(([name, data]) => ({ name, data })),
    ]);
    const tail = new Uint8Array(bytes.length + 300);
    tail.set(bytes);
    expect(openPackage(tail).names[0]).toBe('文/件');
    expect(proposals(tail)).toHaveLength(1);
  });
});
