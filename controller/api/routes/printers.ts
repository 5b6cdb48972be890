import { isPrinter } from '../../config-schema.ts';
import { prints } from '../../config-stock.ts';
import { listOf, printerLineView } from '../answers.ts';
import type { PrinterLineView } from '../contract/office.ts';
import type { ApiDeps } from '../http/deps.ts';
import { ok, route, type Route } from '../http/route.ts';

const ARTWORKS = ['label', 'receipt', 'sheet', 'list', 'test'] as const;

export const printerRoutes = ({ config, printers }: ApiDeps): Route[] => [
  route({
    method: 'get',
    path: '/printers',
    tag: 'printing',
    summary: 'Printers with their state, their line, what they print and the stations they stand at',
    access: ['registrar', 'technician', 'auditor'],
    answers: { status: 200, description: 'All of them', schema: listOf(printerLineView) },
    handler() {
      const lines = new Map(printers().map((line) => [line.id, line]));
      const stations = config.cabinets.flatMap((cabinet) => cabinet.stations);
      const items = config.devices.filter(isPrinter).map((device): PrinterLineView => {
        const { id, kind, stock, dpi } = device;
        const { status = null, current = null, problem = null, waiting = 0 } = lines.get(id) ?? {};
        return {
          ...{ id, kind, stock, dpi, current, problem, waiting },
          condition: status?.condition ?? 'unknown',
          answered: status?.answered ?? false,
          detail: status?.detail ?? null,
          prints: ARTWORKS.filter((artwork) => prints(artwork, device, config)),
          stations: stations
            .filter((one) => [one.labelPrinter, one.receiptPrinter, one.sheetPrinter].includes(id))
            .map(({ name }) => name),
        };
      });
      return ok({ items, next: null });
    },
  }),
];
