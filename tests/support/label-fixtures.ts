import type { LabelPreviewView, LabelTemplateView } from '#controller/api/contract/label-templates.ts';
import { defaultLabelTemplate } from '#controller/domain/default-label-templates.ts';
import { LABEL_STOCKS } from '#controller/domain/label-stock.ts';

/** Made-up answers about label templates. */
export const views: LabelTemplateView[] = LABEL_STOCKS.map((stock) => ({
  ...{ stock, template: structuredClone(defaultLabelTemplate(stock)), savedAt: null, savedBy: null },
  printers: stock === '60x40' ? [{ id: 'printer-front', dpi: 300 }] : [],
}));
/** A picture of one white dot: what is drawn is not what these tests look at. */
export const preview: LabelPreviewView = {
  png: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQAAAAA3bvkkAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  ...{ widthDots: 1, heightDots: 1, shortened: [] },
};
