import { describe, expect, it } from 'vitest';
import { defaultLabelTemplate } from '#controller/domain/default-label-templates.ts';
import { LABEL_STOCKS } from '#controller/domain/label-stock.ts';
import { templateProblems } from '#controller/domain/label-template-rules.ts';
import type { LabelElement, LabelTemplate } from '#controller/domain/label-template.ts';
import { label } from '#label-printer/artwork/label.ts';
import { LEAST_MODULE_MM } from '#label-printer/barcodes/sizes.ts';
import { checkedLabel } from '#label-printer/make-label.ts';
import { ArtworkError } from '#label-printer/problem.ts';
import { fillRect } from '#label-printer/raster.ts';
import { verify } from '#label-printer/verified.ts';
import { sampleLabel } from './samples.ts';

const withElement = (
  template: LabelTemplate,
  kind: string,
  change: Partial<LabelElement>,
): LabelTemplate => ({
  ...template,
  elements: template.elements.map((one) =>
    one.kind === 'symbol' && one.symbology === kind ? ({ ...one, ...change } as LabelElement) : one,
  ),
});
const refusal = async (run: () => Promise<unknown>): Promise<string | null> => {
  try {
    await run();
    return null;
  } catch (error) {
    return error instanceof ArtworkError ? error.code : String(error);
  }
};

describe.each(LABEL_STOCKS)('a label of %s', (stock) => {
  const template = defaultLabelTemplate(stock);

  it('has a template without problems', () => {
    expect(templateProblems(template)).toEqual([]);
  });

  it.each([
    [203, 8],
    [300, 11.8],
  ] as const)('reads back at %i dpi, its modules whole dots and not too small', async (dpi, perMm) => {
    await checkedLabel(sampleLabel, template, dpi);
    for (const { module, symbol } of label(sampleLabel, template, dpi).symbols) {
      expect(Number.isInteger(module)).toBe(true);
      expect(module / perMm).toBeGreaterThanOrEqual(LEAST_MODULE_MM[symbol.symbology] - 0.005);
    }
  });
});

describe.each(LABEL_STOCKS)('a docket code on a label of %s', { timeout: 60_000 }, (stock) => {
  const template = defaultLabelTemplate(stock);

  it.each([
    ['DataMatrix', 'QRCode'],
    ['PDF417', 'Code128'],
  ] as const)(
    'is read back as %s too, and refused where that would be too small',
    async (wanted, instead) => {
      // One symbol of a kind: the largest label has a PDF417 of the official record already.
      const elements = template.elements.filter((one) => one.kind !== 'symbol' || one.content === 'docket');
      const look = (change: Partial<LabelElement> = {}) =>
        withElement({ ...template, elements }, instead, {
          symbology: wanted,
          ...change,
        } as Partial<LabelElement>);
      expect(label(sampleLabel, look(), 203).symbols.map(({ symbol }) => symbol.symbology)).toContain(wanted);
      expect(await refusal(() => checkedLabel(sampleLabel, look(), 203))).toBeNull();
      const small = look({ width: 5, height: 5 });
      expect(await refusal(() => checkedLabel(sampleLabel, small, 203))).toBe('module-too-small');
    },
  );
});

describe('a template', { timeout: 60_000 }, () => {
  const template = defaultLabelTemplate('60x40');

  it('may have a DataMatrix for the QR code and a PDF417 for the bars, both read back', async () => {
    const look = withElement(withElement(template, 'QRCode', { symbology: 'DataMatrix' }), 'Code128', {
      symbology: 'PDF417',
    });
    const { symbols } = label(sampleLabel, look, 203);
    expect(symbols.map(({ symbol }) => symbol.symbology)).toEqual(['DataMatrix', 'PDF417']);
    expect(await refusal(() => checkedLabel(sampleLabel, look, 203))).toBeNull();
  });

  it('is refused when a symbol gets too small to be read, or its bars too low', async () => {
    const small = withElement(template, 'QRCode', { width: 9, height: 9 });
    expect(await refusal(() => checkedLabel(sampleLabel, small, 203))).toBe('module-too-small');
    const low = withElement(template, 'Code128', { height: 4 });
    expect(await refusal(() => checkedLabel(sampleLabel, low, 203))).toBe('symbol-does-not-fit');
  });

  it('is found out when a single module is off, though a reader repairs it (mutant)', async () => {
    const drawn = label(sampleLabel, template, 203);
    const [qr] = drawn.symbols;
    if (!qr) expect.fail();
    const dark = qr.symbol.modules.indexOf(1, 10 * qr.symbol.columns);
    const x = qr.x + (dark % qr.symbol.columns) * qr.module;
    const y = qr.y + Math.floor(dark / qr.symbol.columns) * qr.module;
    fillRect(drawn, { x, y, width: qr.module, height: qr.module }, false);
    expect(await refusal(() => verify(drawn, drawn.expected))).toBe('symbol-not-clean');
  });

  it('says what it may not be: over the edge, over another, twice, without a docket code, a shortened recipient', () => {
    const [recipient] = template.elements;
    if (recipient?.kind !== 'text') expect.fail();
    const codes = (elements: readonly LabelElement[]): string[] =>
      templateProblems({ ...template, elements: [...elements] }).map(({ code }) => code);
    expect(codes([{ ...recipient, x: 30 }, ...template.elements.slice(1)])).toContain('off-stock');
    expect(codes([...template.elements, recipient])).toContain('overlaps');
    expect(codes([{ ...recipient, overflow: 'shorten' }])).toEqual(['not-shortened', 'no-docket-symbol']);
    const qr = template.elements.find((one) => one.kind === 'symbol');
    expect(codes(qr ? [qr, { ...qr, y: 20 }] : [])).toContain('symbol-twice');
  });

  it('draws nothing of a paper that is marked secret', async () => {
    for (const secrecy of ['秘密', '', null, 'NONE'])
      expect(await refusal(() => checkedLabel({ ...sampleLabel, secrecy }, template, 203))).toBe(
        'classified',
      );
    expect(await refusal(() => checkedLabel({ ...sampleLabel, secrecy: 'none' }, template, 203))).toBeNull();
  });
});
