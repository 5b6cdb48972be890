import type { SheetPiece } from '#controller/ports/sheet-maker.ts';
import { docketBars, docketQr, officialCode, putCode, spoken } from './codes.ts';
import type { PlacedCode } from './codes.ts';
import { copyOf, fieldRow, MARGIN, putLabel, URGENCY, WIDTH } from './fields.ts';
import type { Cell } from './fields.ts';
import type { Writer } from './writer.ts';

/** Cover sheet: everything a label says, large, with the official barcode when the document has one. */
export const coverSheet = (writer: Writer, piece: SheetPiece): readonly PlacedCode[] => {
  const { pdf } = writer;
  const site = writer.fit('site', piece.site, { size: 10.5 }, WIDTH, { least: 8, most: 1, shorten: true });
  writer.put(site, { x: MARGIN, y: 12, width: WIDTH, height: 6 }, 'center');
  heading(writer, piece);
  const recipient = writer.fit('recipient', piece.recipient, { size: 34, weight: 'bold' }, WIDTH - 24, {
    ...{ least: 12, most: 3 },
  });
  putLabel(writer, ['送', 'To'], { x: MARGIN, y: 43, width: 20, height: 28 }, { size: 20 });
  writer.put(recipient, { x: MARGIN + 22, y: 43, width: WIDTH - 24, height: 28 });
  let y = 74;
  for (const row of rows(piece)) y += fieldRow(writer, y, row);
  const official = officialCode(piece);
  return [
    ...(official ? [putCode(pdf, official, MARGIN + WIDTH / 2 - (official.module * 205) / 2, 208)] : []),
    ...docketBlock(writer, piece.docket),
  ];
};

const heading = (writer: Writer, piece: SheetPiece): void => {
  const urgency = URGENCY[piece.urgency];
  putLabel(
    writer,
    ['公文交换封面', 'COVER SHEET'],
    { x: MARGIN, y: 20, width: WIDTH, height: 20 },
    {
      ...{ size: 24, align: 'center' as const },
    },
  );
  if (urgency) {
    const frame = { x: MARGIN, y: 20, width: 36, height: 20 };
    writer.pdf.box(frame, { line: 0.8 });
    putLabel(writer, urgency, frame, { size: 22, align: 'center' });
  }
  writer.pdf.text(MARGIN + WIDTH, 22, copyOf(piece), { size: 20, weight: 'bold' }, 'right');
  writer.pdf.text(MARGIN + WIDTH, 32, '份号 Copy', { size: 8 }, 'right');
  writer.pdf.rule(MARGIN, 42.5, MARGIN + WIDTH, 42.5, 0.5);
};

const rows = (piece: SheetPiece): readonly (readonly Cell[])[] => [
  [
    {
      ...{ label: ['发文字号', 'Document no.'], field: 'number', text: piece.number, size: 18, bold: true },
      fit: { least: 10 },
    },
  ],
  [
    {
      ...{ label: ['标题', 'Title'], field: 'title', text: piece.title, size: 16, bold: true },
      fit: { least: 11, most: 4, shorten: true },
    },
  ],
  [
    {
      ...{ label: ['发文机关', 'Issued by'], field: 'issuer', text: piece.issuers.join('、') },
      fit: { most: 3, shorten: true },
    },
  ],
  [
    { label: ['文种', 'Kind'], field: 'kind', text: piece.kind || '—', fit: { shorten: true } },
    { label: ['页数', 'Pages'], field: 'pages', text: String(piece.pages ?? '—') },
  ],
  [
    { label: ['成文日期', 'Date written'], field: 'writtenOn', text: piece.writtenOn ?? '—' },
    { label: ['登记时间', 'Registered'], field: 'registered', text: piece.registeredAt },
  ],
  [
    { label: ['发出人', 'Sent by'], field: 'sender', text: piece.registeredBy, fit: { shorten: true } },
    {
      label: ['条码编号', 'Barcode no.'],
      field: 'barcode',
      text: piece.barcode ?? '—',
      fit: { least: 6, most: 3 },
    },
  ],
  [
    {
      ...{ label: ['路线', 'Route'], field: 'route', text: piece.route.join(' → ') },
      fit: { most: 3, shorten: true },
    },
  ],
];

/** The docket code for a scanner held anywhere near, and for the eye. */
const docketBlock = (writer: Writer, docket: string): readonly PlacedCode[] => {
  const { pdf } = writer;
  const left = MARGIN + 60;
  pdf.rule(MARGIN, 234, MARGIN + WIDTH, 234, 0.5);
  pdf.text(left, 266, spoken(docket), { size: 22, weight: 'bold' });
  pdf.text(left, 277, '交换件唯一码 Docket code', { size: 8 });
  return [
    putCode(pdf, docketQr(docket, 37.8), MARGIN + 7, 242),
    putCode(pdf, docketBars(docket, 0.5, 20), left, 242),
  ];
};
