import type { Table, TableFormat } from '#controller/ports/table.ts';

/** A table as a file. Takes as long as it takes: `table-thread.ts` does it beside everything else. */
export const writeTable = async (table: Table, format: TableFormat): Promise<Uint8Array> => {
  switch (format) {
    case 'pdf':
      return (await import('./pdf.ts')).pdfOf(table);
    case 'csv':
      return (await import('./csv.ts')).csvOf(table);
    case 'xlsx':
      return (await import('./xlsx.ts')).xlsxOf(table);
  }
};
