import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { systemClock } from '#simulator/clock.ts';
import { freePort } from '#simulator/ipp/free-port.ts';
import { IppServer } from '#simulator/ipp/server.ts';
import { missingTools } from '#simulator/ipp/tools.ts';

/** Why tests with a real IPP printer cannot run here; null when they can. */
export const noIppPrinter = missingTools();

export interface RealIppPrinter {
  /** `ipp://127.0.0.1:<port>/ipp/print` */
  readonly url: string;
  /** Conditions, paper, held jobs, and the documents it took. */
  readonly server: IppServer;
  stop(): Promise<void>;
}

/** The CUPS project's IPP Everywhere printer on a free port, with its own message bus; ends with `stop()`. */
export const startIppPrinter = async (name = 'Test'): Promise<RealIppPrinter> => {
  const clock = systemClock();
  try {
    const server = await IppServer.start({ port: await freePort(), name }, clock);
    const stop = async (): Promise<void> => {
      clock.stop();
      await server.stop();
    };
    return { url: server.url, server, stop };
  } catch (cause) {
    clock.stop();
    throw cause;
  }
};

/** What `ipptool`, an independent client, says the printer answers: attribute name to value as it prints it. */
export const askWithIpptool = async (url: string): Promise<Readonly<Record<string, string>>> => {
  const output = await ipptool(
    url,
    `{
      OPERATION Get-Printer-Attributes
      GROUP operation-attributes-tag
      ATTR charset attributes-charset utf-8
      ATTR language attributes-natural-language en
      ATTR uri printer-uri $uri
      STATUS successful-ok
    }`,
  );
  const received = output.slice(output.indexOf('RECEIVED'));
  return Object.fromEntries(
    [...received.matchAll(/^ +([a-z-]+) \([^)]*\) = (.*)$/gm)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
};

/** Has `ipptool` print a document; rejects unless the printer takes it. */
export const printWithIpptool = (url: string, document: Uint8Array, format: string): Promise<string> =>
  ipptool(
    url,
    `{
      OPERATION Print-Job
      GROUP operation-attributes-tag
      ATTR charset attributes-charset utf-8
      ATTR language attributes-natural-language en
      ATTR uri printer-uri $uri
      ATTR name requesting-user-name test
      ATTR mimeMediaType document-format ${format}
      FILE $filename
      STATUS successful-ok
    }`,
    document,
  );

/** Has `ipptool` cancel every job of ours, as somebody at the printer would. */
export const cancelWithIpptool = (url: string): Promise<string> =>
  ipptool(
    url,
    `{
      OPERATION Cancel-My-Jobs
      GROUP operation-attributes-tag
      ATTR charset attributes-charset utf-8
      ATTR language attributes-natural-language en
      ATTR uri printer-uri $uri
      ATTR name requesting-user-name docketbox
      STATUS successful-ok
    }`,
  );

const ipptool = async (url: string, test: string, document?: Uint8Array): Promise<string> => {
  const dir = mkdtempSync(join(tmpdir(), 'docketbox-ipptool-'));
  try {
    writeFileSync(join(dir, 'test'), test);
    if (document) writeFileSync(join(dir, 'document'), document);
    const file = document ? ['-f', join(dir, 'document')] : [];
    const { stdout } = await promisify(execFile)('ipptool', ['-tv', ...file, url, join(dir, 'test')]);
    return stdout;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};
