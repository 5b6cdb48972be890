import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  askWithIpptool,
  noIppPrinter,
  printWithIpptool,
  startIppPrinter,
  type RealIppPrinter,
} from '#tests/support/ipp-printer.ts';

describe.skipIf(noIppPrinter !== null)(`a real IPP printer${noIppPrinter ? `: ${noIppPrinter}` : ''}`, () => {
  let printer: RealIppPrinter;
  beforeAll(async () => void (printer = await startIppPrinter()), 60_000);
  afterAll(() => printer?.stop());

  const reasons = async (): Promise<string> =>
    (await askWithIpptool(printer.url))['printer-state-reasons'] ?? '';
  const eventually = async (wanted: RegExp, read: () => Promise<string> = reasons): Promise<void> => {
    const until = performance.now() + 30_000;
    for (let last = ''; !wanted.test(last); await sleep(50)) {
      last = await read();
      if (performance.now() > until) throw new Error(`still ${last}, not ${wanted.source}`);
    }
  };
  const state = async (): Promise<string> => (await askWithIpptool(printer.url))['printer-state'] ?? '';

  test('is idle, has A4 and takes PDF', async () => {
    const seen = await askWithIpptool(printer.url);
    expect(seen).toMatchObject({ 'printer-state': 'idle', 'printer-state-reasons': 'none' });
    expect(seen['media-ready']).toContain('iso_a4_210x297mm');
    expect(seen['document-format-supported']).toContain('application/pdf');
  });

  test('keeps a document byte for byte', async () => {
    const document = Buffer.concat([
      Buffer.from('%PDF-1.7\n'),
      randomBytes(100_000),
      Buffer.from('\n%%EOF\n'),
    ]);
    await printWithIpptool(printer.url, document, 'application/pdf');
    await eventually(/idle/, state);
    const [file = ''] = printer.server.documents();
    expect(readFileSync(file).equals(document)).toBe(true);
  });

  test.each(['cover-open', 'paused', 'media-jam'] as const)(
    'says %s, and no longer',
    async (reason) => {
      await printer.server.setReasons([reason]);
      await eventually(new RegExp(reason));
      await printer.server.setReasons([]);
      await eventually(/^none$/);
    },
    60_000,
  );

  test('a job waits for paper and prints when there is some', async () => {
    const before = printer.server.documents().length;
    await printer.server.setPaper(0);
    await eventually(/media-empty/);
    await printWithIpptool(printer.url, Buffer.from('%PDF-1.7 waits'), 'application/pdf');
    await eventually(/media-needed/);
    expect(await state()).toBe('processing');
    await printer.server.setPaper(250);
    await eventually(/idle/, state);
    await eventually(/^none$/);
    expect(printer.server.documents()).toHaveLength(before + 1);
  });

  test('a held job is being processed, and what is the matter shows meanwhile', async () => {
    printer.server.hold(true);
    await printWithIpptool(printer.url, Buffer.from('%PDF-1.7 held'), 'application/pdf');
    await printer.server.setReasons(['cover-open']);
    await eventually(/cover-open/);
    expect(await state()).toBe('processing');
    printer.server.hold(false);
    await eventually(/idle/, state);
    await printer.server.setReasons([]);
    await eventually(/^none$/);
  });
});
