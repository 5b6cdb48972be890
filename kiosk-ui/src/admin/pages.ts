import type { Component } from 'svelte';
import Compartments from './Compartments.svelte';
import Departments from './Departments.svelte';
import Devices from './Devices.svelte';
import Import from './Import.svelte';
import People from './People.svelte';
import Catalogues from '../lists/Catalogues.svelte';
import Lists from '../lists/Lists.svelte';
import Registers from '../lists/Registers.svelte';
import PrintJobs from './PrintJobs.svelte';
import Receipts from './Receipts.svelte';
import Scans from './Scans.svelte';
import Evaluation from '../evaluation/Evaluation.svelte';
import SearchPage from '../search/SearchPage.svelte';
import LabelTemplates from '../labels/LabelTemplates.svelte';

/** Pages that are one list, by the first word of the hash. */
export const pages: Readonly<Record<string, Component>> = {
  'print-jobs': PrintJobs,
  'label-templates': LabelTemplates,
  compartments: Compartments,
  devices: Devices,
  receipts: Receipts,
  lists: Lists,
  registers: Registers,
  catalogues: Catalogues,
  scans: Scans,
  search: SearchPage,
  evaluation: Evaluation,
  departments: Departments,
  people: People,
  import: Import,
};
