import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  LabelPreviewView,
  LabelTemplateBody,
  LabelTemplateView,
} from '#controller/api/contract/label-templates.ts';
import { labelOf } from '#controller/composition/label-of.ts';
import { makeLabel } from '#label-printer/make-label.ts';
import { dotsOf } from '#tests/unit/label-printer/zpl-reparse.ts';
import { client, documentBody, makeSite, seed, serve, type Served } from '#tests/support/api-site.ts';

describe('label templates', { timeout: 60_000 }, () => {
  const site = makeSite();
  let served: Served;
  let api: ReturnType<typeof client>;
  beforeAll(async () => {
    const { token } = seed(site);
    served = await serve(site);
    api = client(served.url, { token });
  });
  afterAll(() => served.stop());

  const first = async (): Promise<LabelTemplateView> =>
    (await api('GET', '/api/v1/label-templates/60x25')).body as LabelTemplateView;
  const changed = async (change: (template: LabelTemplateBody) => void): Promise<LabelTemplateBody> => {
    const template = structuredClone((await first()).template);
    change(template);
    return template;
  };

  it('are there for every stock before anybody made one, with the printers that hold it', async () => {
    const { body } = await api('GET', '/api/v1/label-templates');
    const { items } = body as { items: LabelTemplateView[] };
    expect(items.map(({ stock }) => stock)).toEqual(['60x25', '60x40', '90x30', '80x130']);
    expect(items.every(({ savedAt }) => savedAt === null)).toBe(true);
  });

  it('are kept when they are saved, and gone when reverted; each is an event', async () => {
    const template = await changed(({ elements }) => void elements.splice(2, 1));
    const saved = await api('POST', '/api/v1/label-templates/60x25', template);
    expect(saved.status).toBe(200);
    expect((await first()).template.elements).toHaveLength(template.elements.length);
    expect((await first()).savedAt).not.toBeNull();
    const reverted = await api('POST', '/api/v1/label-templates/60x25/revert');
    expect((reverted.body as LabelTemplateView).savedAt).toBeNull();
    expect((await first()).template.elements).toHaveLength(template.elements.length + 1);
    const types = site.ledger.read(0, 1000).map(({ type }) => type);
    expect(types.filter((type) => type.startsWith('LabelTemplate'))).toEqual([
      'LabelTemplateSaved',
      'LabelTemplateReverted',
    ]);
  });

  it('say which element is wrong and what to do about it', async () => {
    const template = await changed(({ elements }) => {
      const [recipient] = elements;
      if (recipient) Object.assign(recipient, { x: 40, overflow: 'shorten' });
    });
    const { status, body } = await api('POST', '/api/v1/label-templates/60x25', template);
    expect(status).toBe(422);
    const errors = (body as { errors: { path: string; fix: string }[] }).errors;
    expect(errors.map(({ path }) => path)).toContain('/elements/0/width');
    expect(errors.map(({ path }) => path)).toContain('/elements/0/overflow');
    expect(errors.every(({ fix }) => fix !== '')).toBe(true);
  });

  it('are refused when the symbol is too small to be read, with millimetres', async () => {
    const template = await changed(({ elements }) => {
      const qr = elements.find((one) => one.kind === 'symbol');
      if (qr) Object.assign(qr, { width: 8, height: 8 });
    });
    const { status, body } = await api('POST', '/api/v1/label-templates/60x25', template);
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'label-refused' });
    expect((body as { detail: string }).detail).toMatch(/QRCode.*0\.375/);
    const at = template.elements.findIndex((one) => one.kind === 'symbol');
    expect(body).toMatchObject({ errors: [{ path: `/elements/${at}` }] });
  });

  it('are shown as the very dots of a printer, and say what was shortened', async () => {
    const { template } = await first();
    const asked = { template, dpi: 300, sample: 'long' };
    const answer = (await api('POST', '/api/v1/label-preview', asked)).body as LabelPreviewView;
    const png = Buffer.from(answer.png, 'base64');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([708, 295]);
    expect(answer.shortened).toContain('title');
  });

  it('are shown of a registered piece as the very dots that its print job sends', async () => {
    const { body: document } = await api('POST', '/api/v1/documents', documentBody());
    const [{ docket }] = (document as { consignments: [{ docket: string }] }).consignments;
    const template = await changed(({ elements }) => void elements.splice(2, 1));
    const shown = (await api('POST', '/api/v1/label-preview', { template, dpi: 203, docket }))
      .body as LabelPreviewView;
    const image = await loadImage(Buffer.from(shown.png, 'base64'));
    const pen = createCanvas(image.width, image.height).getContext('2d');
    pen.drawImage(image, 0, 0);
    const { data } = pen.getImageData(0, 0, image.width, image.height);
    const black = Array.from({ length: image.width * image.height }, (_, i) => (data[i * 4] === 0 ? 1 : 0));
    /** What a label printer gets for the piece with this look. */
    const sent = async (look: LabelTemplateBody | undefined): Promise<number[]> => {
      const piece = labelOf(site.views, docket) ?? expect.fail('no piece');
      const options = { language: 'zpl', stock: '60x25', dpi: 203, template: look } as const;
      const { bits, bytesPerRow } = dotsOf(await makeLabel(piece, options));
      return black.map((_, i) => {
        const [x, y] = [i % image.width, Math.floor(i / image.width)];
        return ((bits[y * bytesPerRow + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
      });
    };
    expect(Buffer.compare(Buffer.from(black), Buffer.from(await sent(template)))).toBe(0);
    // With the shipped template it is another label (mutant).
    expect(Buffer.compare(Buffer.from(black), Buffer.from(await sent(undefined)))).not.toBe(0);
  });
});
