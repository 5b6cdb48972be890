import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArguments, UsageError } from '#controller/cli/command.ts';
import { decode } from '#controller/cli/decode.ts';
import { makeDocketCode } from '#controller/domain/docket-code.ts';
import { buildOfficialRecord } from '#controller/domain/official-record.ts';
import { makeLabel } from '#label-printer/make-label.ts';
import { withBwip } from '#tests/support/symbols/modules.ts';
import { draw, type Picture } from '#tests/support/symbols/picture.ts';
import { turned } from '#tests/support/symbols/projection.ts';

const docket = makeDocketCode(new Uint8Array(16));
const TITLE = '关于做好防汛工作的通知';
const record = buildOfficialRecord({
  ...{
    barcode: 'SJ202600000000000123',
    issuer: '某市人民政府办公室',
    kind: '通知',
    number: '某政办发〔2026〕12号',
  },
  ...{ title: TITLE, urgency: 'teji', writtenOn: '2026-06-18', madeOn: '2026-06-18' },
});
/** On a sheet with room around it. */
const sheet = ({ width, height, pixels }: Picture, type: 'png' | 'jpeg'): Buffer => {
  const canvas = createCanvas(width + 300, height + 200);
  const context = canvas.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  const image = context.createImageData(width, height);
  pixels.forEach((grey, i) => image.data.set([grey, grey, grey, 255], 4 * i));
  context.putImageData(image, 150, 100);
  return type === 'png' ? canvas.toBuffer('image/png') : canvas.toBuffer('image/jpeg');
};
const pdf417 = (text: string, degrees: number): Picture => {
  const modules = withBwip('PDF417', iconv.encode(text, 'gb18030'));
  const { size, toSymbol } = turned(modules, 3, degrees);
  return draw(modules, size, toSymbol);
};

describe('docketbox decode', { timeout: 240_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'docketbox-decode-'));
  const file = (name: string) => join(folder, name);
  beforeAll(async () => {
    const label = {
      docket,
      recipient: '市财政局',
      number: '1号',
      title: '',
      issuer: '',
      urgency: 'none',
      copy: '',
    };
    const options = { stock: '60x40', dpi: 203 } as const;
    writeFileSync(file('label.png'), await makeLabel(label, { ...options, language: 'png' }));
    writeFileSync(file('label.pdf'), await makeLabel(label, { ...options, language: 'pdf', paper: 'A4' }));
    writeFileSync(file('askew.png'), sheet(pdf417(record, 9), 'png'));
    writeFileSync(file('record.jpg'), sheet(pdf417(record, 0), 'jpeg'));
    writeFileSync(file('secret.png'), sheet(pdf417(record.replace('^无^特急', '^机密10年^特急'), 0), 'png'));
    const white = { width: 50, height: 50, pixels: new Uint8Array(2500).fill(255) };
    writeFileSync(file('white.png'), sheet(white, 'png'));
    writeFileSync(file('text.txt'), 'no picture');
    writeFileSync(file('broken.pdf'), '%PDF-1.7\nnothing');
    writeFileSync(file('broken.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = async (...args: string[]) => {
    const [out, err]: [string[], string[]] = [[], []];
    const console = { out: (line: string) => out.push(line), err: (line: string) => err.push(line) };
    const code = await decode.run(readArguments(decode, args), console);
    return { code, out: out.join('\n'), err: err.join('\n') };
  };
  const json = async (...names: string[]) => {
    const { code, out } = await run('--json', ...names.map(file));
    return { code, lines: JSON.parse(out) as Record<string, unknown>[] };
  };

  it.each(['label.png', 'label.pdf'])('reads both codes of a label in %s', async (name) => {
    const { code, lines } = await json(name);
    expect(code).toBe(0);
    expect(lines.map(({ symbology, text, page }) => [symbology, text, page]).sort()).toEqual([
      ['Code128', docket, 1],
      ['QRCode', docket, 1],
    ]);
    expect(lines[0]?.['hex']).toBe(Buffer.from(docket).toString('hex').toUpperCase());
    expect(lines[0]?.['corners']).toHaveLength(4);
  });

  it.each(['record.jpg', 'askew.png'])('takes the official record apart in %s', async (name) => {
    const { code, lines } = await json(name);
    expect(code).toBe(0);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      ...{ file: file(name), page: 1, symbology: 'PDF417', text: record },
      hex: iconv.encode(record, 'gb18030').toString('hex').toUpperCase(),
      record: { number: '某政办发〔2026〕12号', title: TITLE, urgency: 'teji', writtenOn: '2026-06-18' },
    });
  });

  it('says no more of a classified record than that it is refused', async () => {
    for (const args of [[], ['--json']]) {
      const { code, out, err } = await run(...args, file('secret.png'));
      expect(code).toBe(0);
      expect(out).toContain('refused: classified');
      for (const part of [TITLE, '某市', 'SJ2026', '机密', Buffer.from('SJ').toString('hex')])
        expect(out + err).not.toContain(part);
    }
  });

  it('names each file that gives nothing, with the fix, and ends with 1', async () => {
    const names = ['white.png', 'text.txt', 'broken.pdf', 'broken.png', 'absent.png', 'label.png'];
    const { code, out, err } = await run(...names.map(file));
    expect(code).toBe(1);
    for (const name of names.slice(0, 5)) expect(err).toContain(`${file(name)}: `);
    expect(err).toMatch(/text\.txt: neither PNG, JPEG, TIFF nor PDF; convert it/);
    expect(out).toContain(docket);
  });

  it('needs at least one file', () => {
    expect(() => readArguments(decode, [])).toThrow(UsageError);
    expect(() => readArguments(decode, ['--pages', '2', 'a.pdf'])).toThrow(UsageError);
  });
});
