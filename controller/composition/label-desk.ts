import type { LabelData } from '#label-printer/artwork/label-data.ts';
import { checkedLabel } from '#label-printer/make-label.ts';
import { toPng } from '#label-printer/png.ts';
import { ArtworkError } from '#label-printer/problem.ts';
import type { SiteConfig } from '../config-schema.ts';
import { buildOfficialRecord } from '../domain/official-record.ts';
import type { LabelDesk, LabelSample } from '../ports/label-desk.ts';
import type { ReadModels } from '../ports/read-models.ts';
import { labelOf } from './label-of.ts';

interface Parts {
  readonly config: Pick<SiteConfig, 'site'>;
  readonly views: Pick<ReadModels, 'bundle' | 'consignment' | 'department' | 'document'>;
}

/** Draws labels for the office page as the spooler does: by the same functions, read back in the same way. */
export const labelDesk = ({ config, views }: Parts): LabelDesk => ({
  async try({ template, dpi, piece }) {
    const data = typeof piece === 'string' ? SAMPLES[piece] : labelOf(views, piece.docket);
    try {
      if (!data)
        throw new ArtworkError('bad-field', { field: 'docket', expected: 'a registered consignment' });
      const { raster, shortened } = await checkedLabel(data, template, dpi, config.site.language);
      const { widthDots, heightDots } = raster;
      return { ok: true, png: toPng(raster, dpi), widthDots, heightDots, shortened };
    } catch (error) {
      if (error instanceof ArtworkError)
        return { ok: false, why: { en: error.in('en'), zh: error.in('zh-CN') }, about: aboutOf(error) };
      throw error;
    }
  },
  async logo(png) {
    // Loaded at the first picture, as for a label.
    const { logoOfPng } = await import('#label-printer/artwork/logo.ts');
    return logoOfPng(png);
  },
});

/** The official record is the only thing on a label that is refused by its code alone. */
const aboutOf = ({ code, values }: ArtworkError): string | null =>
  code === 'record-too-long'
    ? 'PDF417'
    : ((values['field'] ?? values['symbology'] ?? null)?.toString() ?? null);

const ordinary: LabelData = {
  docket: '7K3D0Q9MABCDEFGH',
  recipient: '市发展和改革委员会',
  number: '某政办发〔2026〕12号',
  title: '某市人民政府办公室关于做好2026年防汛工作的通知',
  issuer: '某市人民政府办公室',
  urgency: 'teji',
  copy: '3/12',
  record: buildOfficialRecord({
    ...{ barcode: 'SJ202600000000000123', issuer: '某市人民政府办公室', kind: '通知' },
    ...{ number: '某政办发〔2026〕12号', recipient: '各区县人民政府', urgency: 'teji' },
    ...{ title: '某市人民政府办公室关于做好2026年防汛工作的通知' },
    ...{ writtenOn: '2026-06-18', maker: '某市人民政府办公室', madeOn: '2026-06-18' },
  }),
};
const SAMPLES: Readonly<Record<LabelSample, LabelData>> = {
  ordinary,
  long: {
    ...ordinary,
    recipient: '市住房和城乡建设局（市人民防空办公室）房屋征收与补偿中心',
    number: '某政办函〔2026〕1234号（附件另发）',
    title: '某市人民政府办公室关于进一步做好防汛抗旱和地质灾害防范应对工作的紧急通知'.repeat(3),
    issuer: '某市人民政府办公室、某市应急管理局、某市水务局、某市气象局',
    copy: '1234/1234',
  },
  bare: { ...ordinary, title: '', issuer: '', urgency: 'none', copy: '', record: undefined },
};
