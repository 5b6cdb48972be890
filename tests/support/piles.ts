import { createRequire } from 'node:module';
import bwip from 'bwip-js/node';
import iconv from 'iconv-lite';
import PDFDocument from 'pdfkit';
import { checkCharacter } from '#controller/domain/docket-code.ts';
import { buildOfficialRecord } from '#controller/domain/official-record.ts';

const MM = 72 / 25.4;
const FONT = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
);
const LINES = '关于进一步做好二〇二六年防汛工作的通知各区县人民政府市政府各部门各直属机构';

/** A docket code with the right check character, the same for the same number. */
export const docketOf = (n: number): string => {
  const body = `7K3D0QM${String(n).padStart(8, '0')}`;
  return body + checkCharacter(body);
};

export interface RecordWish {
  readonly number?: string;
  readonly title?: string;
  readonly secrecy?: string;
  readonly barcode?: string;
}
/** An official record in GBK, as a barcode carries it; marked with `secrecy` if that is given. */
export const recordBytes = ({ number, title, secrecy, barcode }: RecordWish): Buffer =>
  iconv.encode(
    buildOfficialRecord({
      ...{ barcode: barcode ?? 'SJ202600000000000777', issuer: '某市人民政府办公室', kind: '通知' },
      ...{ number: number ?? '某政办发〔2026〕77号', recipient: '市政府办公室' },
      ...{ title: title ?? '关于春季植树的通知', urgency: 'none', writtenOn: '2026-06-18' },
      ...{ releaseLevel: '市地级', maker: '某市人民政府办公室', madeOn: '2026-06-18' },
    }).replace('^无^', `^${secrecy ?? '无'}^`),
    'gb18030',
  );

/** One page of a pile. Turned about its middle by `turn` degrees. */
export interface PileSheet {
  readonly turn?: number;
  /** Both symbols of this docket code, large. */
  readonly cover?: string;
  /** A small QR code on the right. */
  readonly stamp?: string;
  readonly record?: RecordWish;
  /** A Code 128 of another exchange. */
  readonly foreign?: string;
  readonly blank?: boolean;
}

const symbol = async (bcid: string, text: string | Buffer, more: object = {}): Promise<Buffer> =>
  bwip.toBuffer({
    ...{ bcid, scale: 3, text: typeof text === 'string' ? text : text.toString('latin1'), ...more },
    ...(typeof text === 'string' ? {} : { binarytext: true }),
  } as Parameters<typeof bwip.toBuffer>[0]);

/** A PDF with these A4 pages. */
export const pilePdf = async (sheets: readonly PileSheet[]): Promise<Buffer> => {
  const pdf = new PDFDocument({ size: 'A4', autoFirstPage: false });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => void pdf.once('end', resolve));
  pdf.registerFont('text', FONT);
  for (const [index, sheet] of sheets.entries()) {
    pdf.addPage();
    if (sheet.turn !== undefined) pdf.rotate(sheet.turn, { origin: [297.6, 420.9] });
    await drawSheet(pdf, sheet, index);
  }
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
};

const drawSheet = async (pdf: PDFKit.PDFDocument, sheet: PileSheet, index: number): Promise<void> => {
  if (sheet.cover !== undefined) {
    pdf.image(await symbol('qrcode', sheet.cover, { eclevel: 'Q' }), 80 * MM, 60 * MM, { width: 40 * MM });
    pdf.image(await symbol('code128', sheet.cover), 70 * MM, 115 * MM, { width: 60 * MM, height: 14 * MM });
    return;
  }
  if (sheet.blank) return;
  if (sheet.stamp !== undefined)
    pdf.image(await symbol('qrcode', sheet.stamp, { eclevel: 'Q' }), 155 * MM, 66 * MM, { width: 16 * MM });
  if (sheet.record)
    pdf.image(
      await symbol('pdf417', recordBytes(sheet.record), { eclevel: 3, columns: 8, rowmult: 2 }),
      ...([80 * MM, 235 * MM] as const),
      { width: 50 * MM },
    );
  if (sheet.foreign !== undefined)
    pdf.image(await symbol('code128', sheet.foreign), 70 * MM, 215 * MM, { width: 55 * MM, height: 12 * MM });
  pdf.font('text').fontSize(14);
  for (let line = 0; line < 18; line++)
    pdf.text(LINES.slice((line + index) % 7, ((line + index) % 7) + 28), 26 * MM, (90 + line * 7) * MM, {
      lineBreak: false,
    });
};
