import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '#controller/adapters/system-clock.ts';
import { makePrinter } from '#controller/composition/printers.ts';
import { openLink } from '#drivers/links/open-link.ts';
import { makeLabel } from '#label-printer/make-label.ts';
import type { PrinterBody } from '#simulator/devices/printer.ts';
import { EscposPrinter } from '#simulator/wire/escpos/printer.ts';
import { TsplPrinter } from '#simulator/wire/tspl/printer.ts';
import { lineConfig, type LineKind } from '#tests/support/printer-stand.ts';
import { pseudoTerminal } from '#tests/support/pseudo-terminal.ts';
import { until } from '#tests/support/until.ts';
import { sampleLabel } from '../unit/label-printer/samples.ts';

const leftOver: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of leftOver.splice(0).reverse()) await end();
});

/** A device end on a real line: hears bytes, answers, and is reached at a link. */
type Transport = (hear: (bytes: Uint8Array) => void) => Promise<{
  readonly link: string;
  readonly answer: (bytes: Uint8Array) => void;
}>;
const terminal =
  (scheme: string): Transport =>
  async (hear) => {
    const { path, onBytes, send, cut } = await pseudoTerminal();
    leftOver.push(cut, onBytes(hear));
    return { link: `${scheme}${path}`, answer: send };
  };
const tcp: Transport = async (hear) => {
  let peer: Socket | null = null;
  const server = createServer((socket) => {
    peer = socket.on('error', () => undefined).on('data', hear);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  leftOver.push(() => {
    peer?.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { link: `tcp://127.0.0.1:${port}`, answer: (bytes) => void peer?.write(bytes) };
};
const TRANSPORTS: Readonly<Record<string, Transport>> = {
  'TCP 9100': tcp,
  'a serial port': terminal('serial:'),
  // A pseudo-terminal is a character device, as /dev/usb/lp0 is.
  'a device file': terminal('file:'),
};

describe.each(Object.keys(TRANSPORTS))('over %s', (name) => {
  it.each(['printer/tspl', 'printer/escpos'] as const satisfies readonly LineKind[])(
    '%s answers, and a label comes out once and whole',
    async (kind) => {
      let pieces = 0;
      const warnings: string[] = [];
      let machine: PrinterBody | null = null;
      const transport = await TRANSPORTS[name]?.((bytes) => machine?.receive(bytes));
      if (!transport) throw new Error(name);
      const { link, answer } = transport;
      const parts = {
        clock: systemClock,
        send: answer,
        printed: (piece: { readonly warnings: readonly string[] }) => {
          pieces += 1;
          warnings.push(...piece.warnings);
        },
      };
      const stock = { stock: '60x40', dpi: 203 } as const;
      machine =
        kind === 'printer/tspl'
          ? new TsplPrinter({ ...stock, blackBit: 0 }, parts)
          : new EscposPrinter({ ...stock, cut: true }, parts);
      const made = openLink(link, systemClock);
      if (!made.ok) throw new Error(made.fix);
      const printer = makePrinter({ ...lineConfig(kind), link }, made.opener, systemClock);
      expect(await printer.status()).toMatchObject({ condition: 'connected', answered: true });
      const output = await printer.output();
      const label = await makeLabel(sampleLabel, { ...output, ...stock });
      expect(await printer.send(label)).toEqual({ kind: 'taken' });
      await until('the label is out', () => pieces > 0, 20_000);
      expect(await printer.status()).toMatchObject({ condition: 'connected' });
      expect({ pieces, warnings }).toEqual({ pieces: 1, warnings: [] });
    },
  );
});
