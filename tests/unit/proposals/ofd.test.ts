import { afterAll, describe, expect, test } from 'vitest';
import { ofdOf } from '#tests/support/ofd-writer.ts';
import { codes, proposingSite } from '#tests/support/proposing.ts';

const { site, proposals, read, refusals } = proposingSite();
afterAll(() => site.ledger.close());

const INFO = { Title: '关于做好防汛工作的通知', Author: '王某', CreationDate: '2026-06-20' };
const CUSTOM = {
  ...{ 密级: '无', 发文字号: '某政办发（2026）12号', 发文机关: '某市人民政府办公室；某市水利局' },
  ...{ 紧急程度: '特急', 成文日期: '2026年6月18日', 主送机关: '市政府办公室、某区人民政府' },
};

describe('an OFD package', () => {
  test.each(['ofd', '', 'a-b'])('with prefix %j gives every field with where it stood', (prefix) => {
    const [proposal, ...others] = proposals(
      ofdOf({ prefix, info: INFO, custom: CUSTOM, pages: [[], [], []] }),
    );
    expect(others).toEqual([]);
    expect(proposal).toMatchObject({
      ...{ place: 'Doc_0', row: null, secrecy: 'none', known: null },
      title: { value: '关于做好防汛工作的通知', from: 'OFD.xml DocInfo/Title', odd: [] },
      number: { value: '某政办发〔2026〕12号', from: 'OFD.xml DocInfo/CustomData 发文字号', odd: [] },
      issuers: { value: ['某市人民政府办公室', '某市水利局'], odd: [] },
      kind: { value: '通知', odd: [{ code: 'from-title' }] },
      urgency: { value: 'teji', odd: [] },
      pages: { value: 3, from: 'Doc_0/Document.xml Pages' },
      writtenOn: { value: '2026-06-18', odd: [] },
      recipients: {
        value: [{ department: 'bgs', copies: 1 }],
        odd: [{ code: 'unknown-recipient', value: '某区人民政府' }],
      },
    });
  });

  test('with tags is read from them first, and from the text on the page that they refer to', () => {
    const bytes = ofdOf({
      info: { ...INFO, Title: 'Microsoft Word - 防汛.docx' },
      custom: { 发文字号: '某办发〔2026〕1号' },
      tags: {
        标题: [101, 102],
        发文字号: '某政办发〔2026〕12号',
        成文日期: '二〇二六年六月十八日',
        密级: '无',
      },
      pages: [['红头', '关于做好防汛', ['工作的', '通知']]],
    });
    expect(proposals(bytes)).toMatchObject([
      {
        secrecy: 'none',
        title: { value: '关于做好防汛工作的通知', from: 'Doc_0/Tags/Official.xml 标题' },
        number: {
          value: '某政办发〔2026〕12号',
          odd: [{ code: 'differs', value: 'OFD.xml DocInfo/CustomData 发文字号' }],
        },
        writtenOn: { value: '2026-06-18', from: 'Doc_0/Tags/Official.xml 成文日期' },
        issuers: { value: ['王某'], odd: [{ code: 'author' }] },
      },
    ]);
  });

  test('without tags and custom data proposes what stands on its pages, marked as such', () => {
    const pages = [
      ['特急', '某市人民政府办公室文件', '某政办发〔2026〕12号', '关于做好防汛工作的通知'],
      [],
      ['某市人民政府办公室', '2026年6月18日', '2026年6月19日印发'],
    ];
    const [proposal] = proposals(ofdOf({ info: INFO, pages }));
    expect(proposal).toMatchObject({
      secrecy: 'not-stated',
      number: {
        value: '某政办发〔2026〕12号',
        from: 'Doc_0/Pages/Page_0/Content.xml',
        odd: [{ code: 'from-page' }],
      },
      urgency: { value: 'teji', odd: [{ code: 'from-page' }] },
      writtenOn: {
        value: '2026-06-18',
        from: 'Doc_0/Pages/Page_2/Content.xml',
        odd: [{ code: 'from-page' }],
      },
    });
  });

  test('marks what is missing or odd, and proposes nothing for it', () => {
    const custom = { 发文字号: '12', 紧急程度: '火急', 成文日期: '六月', 密级: 'none' };
    const [proposal] = proposals(ofdOf({ info: { Title: `长${'长'.repeat(500)}`, Author: '' }, custom }));
    expect(proposal?.title.value).toHaveLength(400);
    expect(codes(proposal?.title.odd ?? [])).toEqual(['too-long']);
    expect(proposal).toMatchObject({
      number: { value: '12', odd: [{ code: 'number-form', value: '12' }] },
      urgency: { value: 'none', odd: [{ code: 'urgency-word', value: '火急' }] },
      writtenOn: { value: null, odd: [{ code: 'date-form', value: '六月' }] },
      issuers: { value: [], from: null, odd: [{ code: 'missing' }] },
      kind: { value: '', odd: [{ code: 'missing' }] },
    });
  });

  test('of several documents gives one proposal each', () => {
    const body = (title: string) =>
      `<DocBody><DocInfo><Title>${title}</Title></DocInfo><DocRoot>/Doc_0/./Document.xml</DocRoot></DocBody>`;
    const parts = { 'OFD.xml': `<OFD>${body('甲')}${body('乙')}</OFD>` };
    expect(proposals(ofdOf({ parts })).map(({ title }) => title.value)).toEqual(['甲', '乙']);
  });

  test('in GBK, with a name written in another case, is read too', () => {
    const xml = `<?xml version="1.0" encoding="GBK"?><OFD><DocBody><DocInfo><Title>\u{0}</Title></DocInfo><DocRoot>doc_0\\document.XML</DocRoot></DocBody></OFD>`;
    const [head = '', tail = ''] = xml.split('\u{0}');
    const gbk = Uint8Array.from([...Buffer.from(head), 0xcd, 0xa8, 0xd6, 0xaa, ...Buffer.from(tail)]);
    const bytes = ofdOf({ parts: { 'OFD.xml': null } }, [{ name: 'OFD.xml', data: gbk }]);
    expect(proposals(bytes)).toMatchObject([{ title: { value: '通知' } }]);
  });

  test('uses further names that the office has set', () => {
    const bytes = ofdOf({ info: INFO, custom: { 红头号: '某政办发〔2026〕12号' } });
    expect(proposals(bytes)[0]?.number.value).toBe('');
    expect(proposals(bytes, { number: ['红头号'] })[0]?.number.value).toBe('某政办发〔2026〕12号');
  });
});

describe('a classified OFD package is refused whole', () => {
  const secret = { info: { Title: '绝不可外传' }, custom: {} };
  test.each<[string, Parameters<typeof ofdOf>[0]]>([
    ['in custom data', { ...secret, custom: { 密级: '机密' } }],
    ['in custom data, with a period', { ...secret, custom: { 密级: '无', 保密期限: '10年' } }],
    ['in custom data, empty', { ...secret, custom: { 密级: '' } }],
    ['in custom data, malformed', { ...secret, custom: { SecurityLevel: 'top' } }],
    ['in custom data under an unknown name', { ...secret, custom: { 备注: '秘密★10年' } }],
    ['in a keyword', { ...secret, keywords: ['防汛', '绝密'] }],
    ['in the subject', { ...secret, info: { ...secret.info, Subject: '机密' } }],
    ['in a tag', { ...secret, tags: { 密级和保密期限: '秘密★1年' } }],
    ['in a tag that refers to the page', { ...secret, tags: { 密级: [100] }, pages: [['绝密']] }],
    ['in a tag of any name', { ...secret, tags: { 其他: '机密★' } }],
    ['printed on the first page', { ...secret, pages: [['000012', '机密★10年', '特急']] }],
    ['printed one character at a time', { ...secret, pages: [['机', '密', '★', '1', '年']] }],
    ['printed on the last page', { ...secret, pages: [[], [], [], [], ['秘密']] }],
    ['beside a damaged part', { ...secret, custom: { 密级: '机密' }, parts: { 'Doc_0/Document.xml': '<' } }],
  ])('%s', (_, wanted) => {
    const before = site.ledger.head().sequence;
    expect(read(ofdOf(wanted))).toEqual({ ok: false, why: 'classified' });
    const [event, ...more] = site.ledger.read(before, 10);
    expect(more).toEqual([]);
    expect(event).toMatchObject({ type: 'ClassifiedRefused', payload: { way: 'import', person: '1001' } });
  });

  test('but one that only speaks of secrets is not', () => {
    const before = refusals().length;
    const bytes = ofdOf({
      info: { Title: '关于做好机密文件管理工作的通知', Subject: '秘密文件' },
      pages: [['本文件不含秘密。', '机密文件由机要室保管']],
    });
    expect(proposals(bytes)).toHaveLength(1);
    expect(refusals()).toHaveLength(before);
  });
});
