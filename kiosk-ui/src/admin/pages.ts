import type { Component } from 'svelte';
import Compartments from './Compartments.svelte';
import Departments from './Departments.svelte';
import Devices from './Devices.svelte';
import Import from './Import.svelte';
import People from './People.svelte';
import Custody from '../custody/Custody.svelte';
import ClocksPage from '../clocks/ClocksPage.svelte';
import Catalogues from '../lists/Catalogues.svelte';
import Lists from '../lists/Lists.svelte';
import Registers from '../lists/Registers.svelte';
import PrintJobs from './PrintJobs.svelte';
import Receipts from './Receipts.svelte';
import Scans from './Scans.svelte';
import Evaluation from '../evaluation/Evaluation.svelte';
import Reconciliation from '../reconciliation/Reconciliation.svelte';
import Messages from '../notices/Messages.svelte';
import Webhooks from '../programs/Webhooks.svelte';
import Directory from '../directory/Directory.svelte';
import StockTakes from '../stock/StockTakes.svelte';
import SearchPage from '../search/SearchPage.svelte';
import LabelTemplates from '../labels/LabelTemplates.svelte';

/** Pages that are one list, by the first word of the hash. */
export const pages: Readonly<Record<string, Component>> = {
  'print-jobs': PrintJobs,
  'label-templates': LabelTemplates,
  compartments: Compartments,
  devices: Devices,
  receipts: Receipts,
  clocks: ClocksPage,
  lists: Lists,
  registers: Registers,
  reconciliation: Reconciliation,
  catalogues: Catalogues,
  custody: Custody,
  'stock-takes': StockTakes,
  scans: Scans,
  search: SearchPage,
  evaluation: Evaluation,
  departments: Departments,
  people: People,
  directory: Directory,
  messages: Messages,
  webhooks: Webhooks,
  import: Import,
};
