import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('starting with a spooler loads neither the drawing library nor the decoders: they come with the first label', () => {
  const script = `
    import { createRequire } from 'node:module';
    await Promise.all([
      import('#label-printer/spooler.ts'), import('#label-printer/printers/zpl-printer.ts'),
      import('#label-printer/make-label.ts'), import('#label-printer/make-receipt.ts'),
    ]);
    const shared = process.report.getReport().sharedObjects;
    console.log(shared.some((one) => one.includes('canvas')), Object.keys(createRequire(import.meta.url).cache).length);`;
  const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(out.trim()).toBe('false 0');
});
