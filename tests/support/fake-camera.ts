import { writeFileSync } from 'node:fs';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { drawSymbol, outerRect } from '#label-printer/barcodes/draw.ts';
import { officialRecordInDots } from '#label-printer/barcodes/official-record.ts';
import { toPng } from '#label-printer/png.ts';
import { blankRaster } from '#label-printer/raster.ts';

const [WIDTH, HEIGHT] = [1280, 720];

/** A picture (PNG) lying on a grey desk, as a camera of 1280 × 720 sees it: RGBA. */
const onDesk = async (png: Uint8Array): Promise<Uint8ClampedArray> => {
  const picture = await loadImage(Buffer.from(png));
  const context = createCanvas(WIDTH, HEIGHT).getContext('2d');
  context.fillStyle = '#b8b4ae';
  context.fillRect(0, 0, WIDTH, HEIGHT);
  const scale = Math.min((WIDTH * 0.8) / picture.width, (HEIGHT * 0.8) / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  context.translate(WIDTH / 2, HEIGHT / 2);
  context.rotate(0.05);
  context.drawImage(picture, -width / 2, -height / 2, width, height);
  return context.getImageData(0, 0, WIDTH, HEIGHT).data;
};

/** An official-document barcode as it is printed, on white: PNG, 300 dpi. */
export const recordPhoto = (record: string): Uint8Array => {
  const placed = { ...officialRecordInDots(record, 300 / 25.4), x: 60, y: 60 };
  const { width, height } = outerRect(placed);
  const raster = blankRaster(width + 100, height + 100);
  drawSymbol(raster, placed);
  return toPng(raster, 300);
};

/** Writes what Chromium takes for a camera (`--use-file-for-fake-video-capture`): one frame, for ever. */
export const writeFakeCamera = async (file: string, png: Uint8Array): Promise<void> => {
  const rgba = await onDesk(png);
  const luma = Buffer.alloc(WIDTH * HEIGHT);
  for (let i = 0; i < luma.length; i++)
    luma[i] = Math.round(
      16 + 0.859 * (0.299 * rgba[i * 4]! + 0.587 * rgba[i * 4 + 1]! + 0.114 * rgba[i * 4 + 2]!),
    );
  const chroma = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
  const header = `YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`;
  writeFileSync(file, Buffer.concat([Buffer.from(header), Buffer.from('FRAME\n'), luma, chroma]));
};
