import type { ApiDeps } from '../http/deps.ts';
import type { Route } from '../http/route.ts';
import type { OfficeSessions } from '../http/sessions.ts';
import { boxRoutes } from './box.ts';
import { catalogueRoutes } from './catalogues.ts';
import { cardTapRoutes } from './card-taps.ts';
import { dailySheetRoutes } from './daily-sheets.ts';
import { checkpointRoutes } from './checkpoints.ts';
import { clockRoutes } from './clocks.ts';
import { commissioningRoutes } from './commissioning.ts';
import { consignmentRoutes } from './consignments.ts';
import { custodyRoutes } from './custody.ts';
import { deskRoutes } from './desk.ts';
import { directoryRoutes } from './directory.ts';
import { deadlineRoutes } from './deadlines.ts';
import { documentRoutes } from './documents.ts';
import { evaluationRoutes } from './evaluation.ts';
import { exportRoutes } from './exports.ts';
import { eventRoutes } from './events.ts';
import { listRoutes } from './lists.ts';
import { labelTemplateRoutes } from './label-templates.ts';
import { departmentRoutes, personRoutes } from './people.ts';
import { importRoutes } from './imports.ts';
import { printBatchRoutes } from './print-batches.ts';
import { printerRoutes } from './printers.ts';
import { printJobRoutes } from './print-jobs.ts';
import { proposalRoutes } from './proposals.ts';
import { reconciliationRoutes } from './reconciliation.ts';
import { messageRoutes } from './messages.ts';
import { reachRoutes } from './reach.ts';
import { receiptRoutes } from './receipts.ts';
import { scanRoutes } from './scans.ts';
import { searchRoutes } from './search.ts';
import { registerRoutes } from './registers.ts';
import { sheetRoutes } from './sheets.ts';
import { signInRoutes } from './sign-in.ts';
import { stampRoutes } from './stamp.ts';
import { stockTakeRoutes } from './stock-takes.ts';
import { stationRoutes } from './stations.ts';
import { undertakingRoutes } from './undertakings.ts';
import { webhookRoutes } from './webhooks.ts';

/** Every operation of the API: the server, the OpenAPI document and the role matrix are made from this list. */
export const routesOf = (deps: ApiDeps, sessions: OfficeSessions): readonly Route[] => [
  ...signInRoutes(deps, sessions),
  ...documentRoutes(deps),
  ...proposalRoutes(deps),
  ...consignmentRoutes(deps),
  ...custodyRoutes(deps),
  ...undertakingRoutes(deps),
  ...stockTakeRoutes(deps),
  ...sheetRoutes(deps),
  ...stampRoutes(deps),
  ...departmentRoutes(deps),
  ...personRoutes(deps),
  ...cardTapRoutes(deps),
  ...boxRoutes(deps),
  ...commissioningRoutes(deps),
  ...printJobRoutes(deps),
  ...labelTemplateRoutes(deps),
  ...printBatchRoutes(deps),
  ...printerRoutes(deps),
  ...receiptRoutes(deps),
  ...listRoutes(deps),
  ...registerRoutes(deps),
  ...catalogueRoutes(deps),
  ...deskRoutes(deps),
  ...importRoutes(deps),
  ...exportRoutes(deps),
  ...scanRoutes(deps),
  ...searchRoutes(deps),
  ...evaluationRoutes(deps),
  ...checkpointRoutes(deps),
  ...reconciliationRoutes(deps),
  ...dailySheetRoutes(deps),
  ...clockRoutes(deps),
  ...deadlineRoutes(deps),
  ...eventRoutes(deps),
  ...messageRoutes(deps),
  ...reachRoutes(deps),
  ...webhookRoutes(deps),
  ...directoryRoutes(deps),
  ...stationRoutes(deps),
];
