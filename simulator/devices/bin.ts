/** A sheet of paper. `docket` is what its label says, read from the printed dots; null when it has none. */
export interface Sheet {
  readonly id: string;
  readonly docket: string | null;
  /** Number of the printed label it came from, null for paper brought from elsewhere. */
  readonly label: number | null;
}

export type Stuck = 'true' | 'stuck-occupied' | 'stuck-empty';
export interface BinState {
  readonly sheets: readonly Sheet[];
  readonly sensor: Stuck;
  readonly sensorSaysOccupied: boolean;
  /** The second sensor, at the height where the bin counts as full. */
  readonly fullSensor: Stuck;
  readonly sensorSaysFull: boolean;
  /** Sheets that went in and out, by door or slot. */
  readonly beams: { readonly in: number; readonly out: number };
}

/** The inside of a compartment: paper on the floor, and sensors that see whether any lies there, and how high. */
export class Bin {
  readonly #capacity: number;
  #sheets: Sheet[] = [];
  #sensors: { occupied: Stuck; full: Stuck } = { occupied: 'true', full: 'true' };
  #beams = { in: 0, out: 0 };

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get sheets(): readonly Sheet[] {
    return this.#sheets;
  }

  /** What a sensor tells the board: paper there (`occupied`), or up to its height (`full`). */
  says(sensor: 'occupied' | 'full'): boolean {
    const stuck = this.#sensors[sensor];
    if (stuck !== 'true') return stuck === 'stuck-occupied';
    return this.#sheets.length >= (sensor === 'full' ? this.#capacity : 1);
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

  stickSensor(at: 'occupied' | 'empty' | 'true', sensor: 'occupied' | 'full' = 'occupied'): void {
    this.#sensors[sensor] = at === 'true' ? 'true' : `stuck-${at}`;
  }

  state(): BinState {
    return {
      sheets: [...this.#sheets],
      sensor: this.#sensors.occupied,
      sensorSaysOccupied: this.says('occupied'),
      fullSensor: this.#sensors.full,
      sensorSaysFull: this.says('full'),
      beams: { ...this.#beams },
    };
  }
}
