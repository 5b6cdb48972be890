import { dailySheetTable } from '../api/tables/daily-sheet.ts';
import { drawUpDailySheet, type DailySheetDeps } from '../commands/daily-sheet.ts';
import type { PrintDeps } from '../commands/print-jobs.ts';
import { printPdf } from '../commands/print-sheets.ts';
import type { SiteConfig } from '../config-schema.ts';
import { printersFor } from '../config-stock.ts';
import type { SheetStore } from '../ports/sheet-store.ts';
import type { WriteTable } from '../ports/table.ts';

type Parts = Omit<DailySheetDeps, 'config'> &
  PrintDeps & {
    readonly config: SiteConfig;
    readonly sheets: SheetStore;
    readonly writeTable: WriteTable;
    readonly look: () => void;
  };
const by = { actor: 'system', station: null, cause: 'daily-sheet' } as const;

/** Draws up the sheet of today, and prints it on the A4 printer that a station names, or the first there is. */
export const dailySheetBySchedule = (parts: Parts) => async (): Promise<void> => {
  const { config, writeTable, look } = parts;
  look();
  const row = drawUpDailySheet(parts, by);
  const named = config.cabinets.flatMap(({ stations }) => stations.map(({ sheetPrinter }) => sheetPrinter));
  const printer = named.find((id) => id !== null) ?? printersFor('sheet', config)[0]?.id;
  if (!config.policies.dailySheet.print || printer === undefined) return;
  const pdf = await writeTable(dailySheetTable(row), 'pdf');
  printPdf(parts, { printer, pdf, label: `daily sheet ${row.date}` }, by);
};
