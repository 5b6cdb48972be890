import type { Accounts } from '../../commands/accounts.ts';
import type { By } from '../../commands/by.ts';
import type { DirectoryReport } from '../../commands/directory/sync.ts';
import type { FileReader } from '../../commands/file-reading.ts';
import type { Intake } from '../../commands/intake.ts';
import type { CardTaps } from '../../commands/card-taps.ts';
import type { PinCost } from '../../commands/pin.ts';
import type { SiteConfig } from '../../config-schema.ts';
import type { Refusal } from '../../domain/decider.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ClockDesk } from '../../ports/clock-desk.ts';
import type { CommissioningDesk } from '../../ports/commissioning.ts';
import type { Desk } from '../../ports/desk.ts';
import type { Entropy } from '../../ports/entropy.ts';
import type { LabelDesk } from '../../ports/label-desk.ts';
import type { ScanFiles } from '../../ports/intake.ts';
import type { Ledger } from '../../ports/ledger.ts';
import type { PrinterStatus } from '../../ports/printer.ts';
import type { ReadModels } from '../../ports/read-models.ts';
import type { Search } from '../../ports/search.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { SheetMaker } from '../../ports/sheet-maker.ts';
import type { SheetStore } from '../../ports/sheet-store.ts';
import type { SignIn } from '../../ports/sign-in.ts';
import type { WebhookProgress, WebhookTest } from '../../ports/webhooks.ts';
import type { WriteTable } from '../../ports/table.ts';
import type { RecordWatchView } from '../../supervision/record-watch.ts';
import type { DeviceView } from '../contract/office.ts';
import type { WatchedFolderView } from '../contract/scans.ts';
import type { StationCommand, StationSnapshot } from '../contract/station.ts';

/** Lines of the log. Fields never hold titles, bodies or secrets. */
export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** A station's session as the API reaches it; the runner behind it decides and records. */
export interface StationDoor {
  snapshot(): StationSnapshot;
  /** Follows one command of the kiosk; resolves to what the screen shows then, or why it was not followed. */
  command(
    command: StationCommand,
    context: { readonly cause: string },
  ): Promise<
    | { readonly ok: true; readonly snapshot: StationSnapshot }
    | { readonly ok: false; readonly refusal: Refusal }
  >;
  onSnapshot(listener: (snapshot: StationSnapshot) => void): () => void;
}

/** A printer's line as its spooler tells it. */
export interface PrinterLine {
  readonly id: string;
  /** Null before the first look. */
  readonly status: PrinterStatus | null;
  readonly current: string | null;
  readonly waiting: number;
  readonly problem: string | null;
}

/** Everything the API needs; the composition root makes it. */
export interface ApiDeps {
  readonly config: SiteConfig;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly ledger: Ledger;
  readonly desk: Desk;
  readonly views: ReadModels;
  readonly search: Search;
  readonly secrets: Secrets;
  readonly sheets: SheetStore;
  readonly sheetMaker: SheetMaker;
  readonly siteKey: Uint8Array;
  readonly signIn: SignIn;
  readonly accounts: Accounts;
  readonly cardTaps: CardTaps;
  readonly intake: Intake;
  readonly files: ScanFiles;
  /** Reads lists and packages from outside. */
  readonly fileReader: FileReader;
  /** The watched folder; none without it. */
  readonly watchedFolder?: () => WatchedFolderView;
  readonly stations: ReadonlyMap<string, StationDoor>;
  readonly devices: () => readonly DeviceView[];
  readonly labels: LabelDesk;
  readonly printers: () => readonly PrinterLine[];
  /** Where locks are; none without it. */
  readonly commissioning?: CommissioningDesk;
  /** Reads the directory and follows it, or only tells what it would do; none without a directory. */
  readonly syncDirectory?: (by: By, dryRun: boolean, expected?: string) => Promise<DirectoryReport>;
  /** How the sending to a subscription of a program stands. */
  readonly webhookProgress?: (id: string) => WebhookProgress | undefined;
  /** What became of the last test of a subscription. */
  readonly webhookTest?: (id: string) => WebhookTest | undefined;
  /** The computing of deadlines. */
  readonly clockDesk: ClockDesk;
  /** The walks over the whole ledger. */
  readonly record: () => RecordWatchView;
  /** Holds paper against record now, unless that was done a moment ago. */
  readonly lookForDifferences: () => void;
  /** When a channel that is down is tried again, ms since 1970; null while it is not. */
  readonly channelRests?: (channel: string) => number | null;
  /** Makes files of lists, registers and receipts. */
  readonly writeTable: WriteTable;
  readonly log: Log;
  readonly version: string;
  /** Folder of the built pages: kiosk.html, admin.html, receipt.html, assets/. */
  readonly pages: string;
  /** Further names under which this controller is reached, besides its own address. */
  readonly hostNames?: readonly string[];
  /** For tests. */
  readonly pinCost?: PinCost;
}
