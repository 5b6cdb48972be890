/** A sheet of paper. `docket` is what its label says, read from the printed dots; null when it has none. */
export interface Sheet {
  readonly id: string;
  readonly docket: string | null;
  /** Number of the printed label it came from, null for paper brought from elsewhere. */
  readonly label: number | null;
}

export interface BinState {
  readonly sheets: readonly Sheet[];
  readonly sensor: 'true' | 'stuck-occupied' | 'stuck-empty';
  readonly sensorSaysOccupied: boolean;
  /** Sheets that went past the slot's beams, each way. No device reads them yet. */
  readonly beams: { readonly in: number; readonly out: number };
}

/** The inside of a compartment: paper on the floor, a sensor that sees whether any is there, a beam pair at the slot. */
export class Bin {
  #sheets: Sheet[] = [];
  #sensor: BinState['sensor'] = 'true';
  #beams = { in: 0, out: 0 };

  get sheets(): readonly Sheet[] {
    return this.#sheets;
  }

  get sensorSaysOccupied(): boolean {
    if (this.#sensor !== 'true') return this.#sensor === 'stuck-occupied';
    return this.#sheets.length > 0;
  }

  put(sheet: Sheet): void {
    this.#sheets.push(sheet);
    this.#beams.in += 1;
  }

  /** Takes out the sheets that `wanted` picks; gives back what it took. */
  take(wanted: (sheet: Sheet) => boolean): readonly Sheet[] {
    const taken = this.#sheets.filter(wanted);
    this.#sheets = this.#sheets.filter((sheet) => !taken.includes(sheet));
    this.#beams.out += taken.length;
    return taken;
  }

  /** The label of a sheet inside turns out to say this. */
  learnDocket(sheetId: string, docket: string): void {
    this.#sheets = this.#sheets.map((sheet) => (sheet.id === sheetId ? { ...sheet, docket } : sheet));
  }

  stickSensor(at: 'occupied' | 'empty' | 'true'): void {
    this.#sensor = at === 'true' ? 'true' : `stuck-${at}`;
  }

  state(): BinState {
    return {
      sheets: [...this.#sheets],
      sensor: this.#sensor,
      sensorSaysOccupied: this.sensorSaysOccupied,
      beams: { ...this.#beams },
    };
  }
}
