import type { EventType } from '../domain/events.ts';
import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { ReadModels } from '../ports/read-models.ts';
import { alarmQueries, alarms } from './alarms.ts';
import { binReadings } from './bin-readings.ts';
import { bundleQueries, bundles } from './bundles.ts';
import { checkpointQueries, checkpoints } from './checkpoints.ts';
import { compartmentQueries, compartments } from './compartments.ts';
import { consignmentQueries } from './consignment-queries.ts';
import { consignments } from './consignments.ts';
import { dailySheetQueries, dailySheets } from './daily-sheets.ts';
import { deadlineQueries } from './deadline-queries.ts';
import { deadlines } from './deadlines.ts';
import { departmentQueries, departments } from './departments.ts';
import { deskPieceQueries, deskPieces } from './desk-pieces.ts';
import { differenceQueries, differences } from './differences.ts';
import { dispatchCatalogueQueries, dispatchCatalogues } from './dispatch-catalogues.ts';
import { documentQueries, documents } from './documents.ts';
import { labelTemplateQueries, labelTemplates } from './label-templates.ts';
import { evaluationQueries } from './evaluation-queries.ts';
import { evaluationViews } from './evaluation.ts';
import { incidents } from './incidents.ts';
import { reconciliationFactQueries } from './reconciliation-facts.ts';
import { handOverQueries, handOvers } from './hand-overs.ts';
import { listQueries, lists } from './lists.ts';
import { messageQueries, messages } from './messages.ts';
import { people, peopleQueries } from './people.ts';
import { printBatches, printBatchQueries } from './print-batches.ts';
import { printJobQueries, printJobs } from './print-jobs.ts';
import { reach, reachQueries } from './reach.ts';
import { destructions, recallQueries, recalls } from './recalls.ts';
import { receiptQueries, receipts } from './receipts.ts';
import { scanQueries, scans } from './scans.ts';
import { registerQueries, registers } from './registers.ts';
import { sessionQueries, sessions } from './sessions.ts';
import { webhookQueries, webhooks } from './webhooks.ts';
import { stationLockQueries, stationLocks } from './station-locks.ts';
import { stockTakeQueries, stockTakes } from './stock-takes.ts';

/** Every view, to be given to `openLedger`. Documents come first: consignments look at them, deadlines at both. */
export const projections: readonly Projection[] = [
  documents,
  consignments,
  deadlines,
  departments,
  people,
  compartments,
  labelTemplates,
  printJobs,
  printBatches,
  receipts,
  scans,
  sessions,
  alarms,
  stationLocks,
  lists,
  handOvers,
  deskPieces,
  registers,
  dispatchCatalogues,
  messages,
  reach,
  webhooks,
  bundles,
  recalls,
  destructions,
  stockTakes,
  checkpoints,
  ...evaluationViews,
  dailySheets,
  binReadings,
  incidents,
  differences,
];

/** Events that no view shows, each with the reason. A test keeps this list and the handlers complete. */
export const ignoredByViews: Partial<Readonly<Record<EventType, string>>> = {
  DepartmentNotified: 'of older ledgers: messages have events of their own',
  ContactChanged: 'addresses are kept beside the ledger, where they can be forgotten',
  DeadlinesRecomputed: 'what moved is told by DeadlinesMoved; the sums are for people, who read the ledger',
  VisitsJudged: 'which departments missed a visit is told by VisitMissed',
  ClockJumped: 'the page asks the ledger’s stream of them',
  ClassifiedRefused: 'a refusal for secrecy is for auditors, who read the ledger itself',
  SigningRefused: 'an attempt that was denied is for auditors, who read the ledger itself',
  ListDrawnUp: 'what a list says is read from its own stream; the book’s event tells that it was issued',
  FlowChosen: 'state of a session in progress is the flow’s own',
  CompartmentArmed: 'state of a session in progress is the flow’s own',
  WitnessJoined: 'state of a session in progress is the flow’s own',
  BundleOpened: 'state of a session in progress is the flow’s own',
  PieceAdded: 'state of a session in progress is the flow’s own',
  OpenGivenUp: 'state of a session in progress is the flow’s own',
  CountQuestioned: 'state of a session in progress is the flow’s own',
  PiecesOffered: 'state of a session in progress is the flow’s own',
  BoxesChosen: 'state of a session in progress is the flow’s own',
  PieceRefused: 'the consignment’s own refusal is what the views show',
  StockTakeSkipped: 'what was found in a box is read from the stock-take’s own stream',
  OpeningAnswered: 'what the OA said about a door is for auditors, who read the ledger itself',
  WebhookTestAsked: 'what became of a test is known to what sends it',
  DirectorySynced: 'the page asks for the last line of the directory’s own stream',
  DirectorySyncUndone: 'the page asks for the directory’s own stream',
  DirectorySyncFailed: 'the page asks for the last line of the directory’s own stream',
  RecordFaultFound: 'the watch over the record knows whether it can be trusted; the ledger keeps the history',
  RecordFoundWhole: 'the watch over the record knows whether it can be trusted; the ledger keeps the history',
  DeviceOnline: 'the device supervisor knows the present state; the ledger keeps the history',
  DeviceOffline: 'the device supervisor knows the present state; the ledger keeps the history',
};

/** Queries over the views in an open ledger's database. */
export const createReadModels = (db: Connection): ReadModels => ({
  ...documentQueries(db),
  ...consignmentQueries(db),
  ...deadlineQueries(db),
  ...departmentQueries(db),
  ...peopleQueries(db),
  ...compartmentQueries(db),
  ...labelTemplateQueries(db),
  ...printJobQueries(db),
  ...printBatchQueries(db),
  ...receiptQueries(db),
  ...scanQueries(db),
  ...sessionQueries(db),
  ...alarmQueries(db),
  ...stationLockQueries(db),
  ...listQueries(db),
  ...handOverQueries(db),
  ...deskPieceQueries(db),
  ...registerQueries(db),
  ...dispatchCatalogueQueries(db),
  ...messageQueries(db),
  ...reachQueries(db),
  ...webhookQueries(db),
  ...bundleQueries(db),
  ...recallQueries(db),
  ...stockTakeQueries(db),
  ...checkpointQueries(db),
  ...evaluationQueries(db),
  ...differenceQueries(db),
  ...dailySheetQueries(db),
  ...reconciliationFactQueries(db),
});
