import { describe, expect, it } from 'vitest';
import { boxOf } from '#label-printer/artwork/placed.ts';
import type { Artwork } from '#label-printer/artwork/placed.ts';
import { receipt } from '#label-printer/artwork/receipt.ts';
import { receiptSymbolText } from '#label-printer/artwork/receipt-data.ts';
import { outerRect } from '#label-printer/barcodes/draw.ts';
import { makeReceipt } from '#label-printer/make-receipt.ts';
import { ArtworkError } from '#label-printer/problem.ts';
import { verify } from '#label-printer/verified.ts';
import { sampleHash, sampleReceipt } from './samples.ts';

const chinese = { language: 'zh-CN', timeZone: 'Asia/Shanghai' } as const;
const wordsOf = (artwork: Artwork): string =>
  artwork.placed.flatMap((one) => (one.kind === 'text' ? [one.text] : [])).join('\n');
const many = (count: number): typeof sampleReceipt => ({
  ...sampleReceipt,
  pieces: Array.from({ length: count }, (_, i) => ({
    docket: '7K3D0Q9MABCDEFGH',
    number: `某政办发〔2026〕${i}号`,
    departmentName: '市发展和改革委员会综合处',
    compartment: 'A02',
    sequence: i,
    leaf: sampleHash(i),
  })),
});

describe('a slip', () => {
  it('says who handed over what, where and when, in the site’s time', () => {
    const words = wordsOf(receipt(sampleReceipt, 203, chinese));
    for (const expected of [
      '投件回执',
      '某市公文交换站（演示）',
      '一号机',
      '张三 (1001)',
      '2026-06-18 09:02:03',
      '2',
    ])
      expect(words.split('\n')).toContain(expected);
    for (const piece of sampleReceipt.pieces) {
      expect(words).toContain(piece.number);
      expect(words).toContain(`${piece.departmentName} · 箱格 ${piece.compartment}`);
      expect(words.replaceAll(' ', '')).toContain(piece.docket);
    }
  });

  it('carries leaf hashes and root in full', () => {
    const digits = wordsOf(receipt(sampleReceipt, 203, chinese)).replace(/[ \n]/g, '');
    const { leaf, root, pieces } = sampleReceipt;
    for (const hash of [leaf, root, ...pieces.map((piece) => piece.leaf)]) {
      // A label word may stand between the two lines of a hash only where it has none of its own.
      expect(digits).toContain(hash.slice(0, 32));
      expect(digits).toContain(hash.slice(32));
    }
    expect(digits).toContain(sampleReceipt.id);
  });

  it('is in English where the site is', () => {
    const words = wordsOf(
      receipt({ ...sampleReceipt, kind: 'pickup' }, 203, { language: 'en', timeZone: 'UTC' }),
    );
    expect(words).toContain('Pickup receipt');
    expect(words).toContain('2026-06-18 01:02:03');
  });

  it.each([203, 300, 600])('has a code of receipt, size and root that reads back at %i dpi', async (dpi) => {
    const text = `DBR1:01978A2C-5F7E-7C3A-9B1D-2F4E6A8C0D12:1234:${sampleReceipt.root.toUpperCase()}`;
    expect(receiptSymbolText(sampleReceipt)).toBe(text);
    await verify(receipt(sampleReceipt, dpi, chinese), [{ symbology: 'QRCode', text }]);
  });

  it('grows with its pieces, and nothing overlaps or leaves the paper', async () => {
    const one = receipt(many(1), 203, chinese);
    const hundred = receipt(many(100), 203, chinese);
    expect(hundred.heightDots).toBeGreaterThan(one.heightDots * 10);
    await verify(hundred, [{ symbology: 'QRCode', text: receiptSymbolText(sampleReceipt) }]);
    const boxes = [...hundred.placed.map(boxOf), ...hundred.symbols.map(outerRect)].sort((a, b) => a.y - b.y);
    boxes.forEach((a, i) => {
      expect(a.x).toBeGreaterThanOrEqual(12);
      expect(a.x + a.width).toBeLessThanOrEqual(hundred.widthDots - 12);
      expect(a.y + a.height).toBeLessThanOrEqual(hundred.heightDots);
      for (const b of boxes.slice(i + 1, i + 6))
        if (b.y < a.y + a.height) expect(b.x >= a.x + a.width || a.x >= b.x + b.width).toBe(true);
    });
  });

  it('wraps what is too wide for the roll instead of cutting it', () => {
    const name = '某市人民政府国有资产监督管理委员会综合法规与政策研究处办公室第一分理处';
    expect(
      wordsOf(receipt({ ...sampleReceipt, station: name }, 203, chinese)).replaceAll('\n', ''),
    ).toContain(name);
  });

  it('refuses to be longer than a printer takes', async () => {
    await expect(makeReceipt(many(400), { dpi: 203, ...chinese }, { language: 'zpl' })).rejects.toMatchObject(
      {
        code: 'too-long',
      },
    );
  });

  it.each([
    ['root', 'abc'],
    ['leaf', `${sampleHash(1)}0`],
    ['id', 'two words'],
    ['size', -1],
    ['issuedAt', 'yesterday'],
  ])('refuses %s %j, naming the field', (field, value) => {
    expect(() => receipt({ ...sampleReceipt, [field]: value }, 203, chinese)).toThrow(ArtworkError);
    expect(() => receipt({ ...sampleReceipt, [field]: value }, 203, chinese)).toThrow(new RegExp(field));
  });

  it('names the piece whose text cannot be printed', () => {
    const [piece] = sampleReceipt.pieces;
    const pieces = [{ ...(piece ?? expect.fail()), departmentName: '😀' }];
    expect(() => receipt({ ...sampleReceipt, pieces }, 203, chinese)).toThrow(/pieces\[0\]\.departmentName/);
  });
});
