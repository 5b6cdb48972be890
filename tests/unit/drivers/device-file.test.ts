import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '#controller/adapters/system-clock.ts';
import { fileOpener } from '#drivers/links/file.ts';

const leftOver: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of leftOver.splice(0).reverse()) await end();
});

/** A device that takes some kilobytes and then no more: a printer out of paper. */
const stuckDevice = async (): Promise<string> => {
  const terminal = spawn('/bin/sh', ['-c', 'stty raw -echo; tty; exec sleep 86400'], { encoding: null });
  const path = await new Promise<string>((resolve) => {
    const reading = terminal.onData((chunk: string | Buffer) => {
      reading.dispose();
      resolve(
        Buffer.from(chunk as Buffer)
          .toString('latin1')
          .trim(),
      );
    });
  });
  terminal.pause();
  const ended = new Promise<void>((resolve) => terminal.onExit(() => resolve()));
  leftOver.push(() => {
    terminal.resume();
    terminal.kill('SIGKILL');
    return ended;
  });
  return path;
};

describe('a device file that takes no more', () => {
  it('gives up in time and cannot tell how much left; the link is no longer used', async () => {
    const opened = await fileOpener(await stuckDevice(), systemClock)();
    if (!opened.ok) throw new Error(opened.why);
    leftOver.push(() => opened.link.close());
    const closed = new Promise<string>((resolve) => opened.link.onClosed(resolve));
    expect(await opened.link.write(new Uint8Array(4_000_000), 200)).toMatchObject({ kind: 'unknown' });
    expect(await closed).toMatch(/stuck/);
    expect(await opened.link.write(Uint8Array.of(1))).toMatchObject({ kind: 'not-sent' });
  });

  it('lets go of the descriptor when it is closed in the middle of a write', async () => {
    const opened = await fileOpener(await stuckDevice(), systemClock)();
    if (!opened.ok) throw new Error(opened.why);
    const writing = opened.link.write(new Uint8Array(4_000_000), 60_000);
    await opened.link.close();
    expect((await writing).kind).not.toBe('written');
  });
});

describe('a device file that cannot be opened', () => {
  it('says that nothing is there, and what may have taken it', async () => {
    const opened = await fileOpener('/dev/usb/lp-none', systemClock)();
    expect(opened).toMatchObject({
      ok: false,
      why: expect.stringContaining('ENOENT') as string,
      fix: expect.stringContaining('CUPS') as string,
    });
  });

  it('refuses what is no device: nothing is ever written over', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'docketbox-file-'));
    leftOver.push(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'precious');
    writeFileSync(path, 'text');
    expect(await fileOpener(path, systemClock)()).toMatchObject({
      ok: false,
      fix: expect.stringContaining('/dev/usb/lp0') as string,
    });
  });
});
