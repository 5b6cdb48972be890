import type { ApiDeps } from '../http/deps.ts';
import type { Route } from '../http/route.ts';
import type { OfficeSessions } from '../http/sessions.ts';
import { boxRoutes } from './box.ts';
import { catalogueRoutes } from './catalogues.ts';
import { cardTapRoutes } from './card-taps.ts';
import { checkpointRoutes } from './checkpoints.ts';
import { commissioningRoutes } from './commissioning.ts';
import { consignmentRoutes } from './consignments.ts';
import { deskRoutes } from './desk.ts';
import { documentRoutes } from './documents.ts';
import { evaluationRoutes } from './evaluation.ts';
import { eventRoutes } from './events.ts';
import { listRoutes } from './lists.ts';
import { labelTemplateRoutes } from './label-templates.ts';
import { departmentRoutes, personRoutes } from './people.ts';
import { importRoutes } from './imports.ts';
import { printBatchRoutes } from './print-batches.ts';
import { printerRoutes } from './printers.ts';
import { printJobRoutes } from './print-jobs.ts';
import { proposalRoutes } from './proposals.ts';
import { receiptRoutes } from './receipts.ts';
import { scanRoutes } from './scans.ts';
import { searchRoutes } from './search.ts';
import { registerRoutes } from './registers.ts';
import { sheetRoutes } from './sheets.ts';
import { signInRoutes } from './sign-in.ts';
import { stampRoutes } from './stamp.ts';
import { stationRoutes } from './stations.ts';
import { webhookRoutes } from './webhooks.ts';

/** Every operation of the API: the server, the OpenAPI document and the role matrix are made from this list. */
export const routesOf = (deps: ApiDeps, sessions: OfficeSessions): readonly Route[] => [
  ...signInRoutes(deps, sessions),
  ...documentRoutes(deps),
  ...proposalRoutes(deps),
  ...consignmentRoutes(deps),
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
  ...scanRoutes(deps),
  ...searchRoutes(deps),
  ...evaluationRoutes(deps),
  ...checkpointRoutes(deps),
  ...eventRoutes(deps),
  ...webhookRoutes(deps),
  ...stationRoutes(deps),
];
