import type { SheetKind, SheetPiece } from '#controller/ports/sheet-maker.ts';
import { docketBars, docketQr, putCode, spoken } from './codes.ts';
import type { PlacedCode } from './codes.ts';
import { documentRows, fieldRow, MARGIN, putLabel, WIDTH } from './fields.ts';
import type { Label } from './fields.ts';
import type { Writer } from './writer.ts';

type Slip = Exclude<SheetKind, 'cover' | 'circulation'>;
/** A space to write in: its name and its share of the height that is left. */
type Space = readonly [label: Label, share: number];

const SLIPS: Readonly<Record<Slip, { readonly title: Label; readonly spaces: readonly Space[] }>> = {
  'slip-above': {
    title: ['传文处理笺', 'Processing slip: papers from above'],
    spaces: [
      [['拟办意见', 'Proposal'], 3],
      [['领导批示', 'Instructions'], 4],
      [['传阅签名', 'Read by'], 2],
      [['办理结果', 'Result'], 2],
    ],
  },
  'slip-received': {
    title: ['收文处理笺', 'Processing slip: received papers'],
    spaces: [
      [['拟办意见', 'Proposal'], 3],
      [['领导批示', 'Instructions'], 3],
      [['承办意见', 'Department'], 3],
      [['办理结果', 'Result'], 2],
    ],
  },
  'slip-letter': {
    title: ['零星收文处理笺', 'Processing slip: briefs and letters'],
    spaces: [
      [['内容摘要', 'Summary'], 3],
      [['领导批示', 'Instructions'], 4],
      [['拟办意见', 'Proposal'], 2],
      [['办理结果', 'Result'], 2],
    ],
  },
};

/** Title at the left, the docket code at the right of the head of a sheet; everything else comes below 44 mm. */
export const sheetHead = (writer: Writer, title: Label, piece: SheetPiece, y = 12): readonly PlacedCode[] => {
  const { pdf } = writer;
  const site = writer.fit('site', piece.site, { size: 9 }, 70, { least: 7, most: 2, shorten: true });
  writer.put(site, { x: MARGIN, y, width: 70, height: 8 });
  putLabel(writer, title, { x: MARGIN, y: y + 9, width: 80, height: 18 }, { size: 22 });
  const bars = MARGIN + 79;
  pdf.text(bars, y + 15, spoken(piece.docket), { size: 11, weight: 'bold' });
  return [
    putCode(pdf, docketBars(piece.docket, 0.3, 12), bars, y + 2),
    putCode(pdf, docketQr(piece.docket, 23.1), MARGIN + WIDTH - 23.1, y + 2),
  ];
};

/** One of the three processing slips, with its spaces for opinions, each to be signed and dated. */
export const processingSlip =
  (slip: Slip) =>
  (writer: Writer, piece: SheetPiece): readonly PlacedCode[] => {
    const { title, spaces } = SLIPS[slip];
    const codes = sheetHead(writer, title, piece);
    let y = 46;
    for (const row of documentRows(piece)) y += fieldRow(writer, y, row);
    const whole = spaces.reduce((sum, [, share]) => sum + share, 0);
    const unit = (280 - y) / whole;
    for (const [label, share] of spaces) {
      space(writer, label, y, unit * share);
      y += unit * share;
    }
    return codes;
  };

const space = (writer: Writer, label: Label, y: number, height: number): void => {
  writer.pdf.box({ x: MARGIN, y, width: WIDTH, height }, { line: 0.2 });
  writer.pdf.rule(MARGIN + 28, y, MARGIN + 28, y + height);
  putLabel(writer, label, { x: MARGIN + 2, y, width: 26, height });
  const words = '签名 Signature ____________    日期 Date ____________';
  writer.pdf.text(MARGIN + WIDTH - 3, y + height - 7, words, { size: 9 }, 'right');
};
