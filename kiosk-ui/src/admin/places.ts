/** The pages of the office in the order of the menu, and whose they are. */
export const places = [
  ['documents', ['registrar', 'supervisor', 'auditor']],
  ['search', ['registrar', 'supervisor', 'auditor']],
  ['print-jobs', ['registrar', 'technician', 'auditor']],
  ['label-templates', ['registrar']],
  ['scans', ['registrar', 'supervisor', 'auditor']],
  ['receipts', ['registrar', 'supervisor', 'auditor']],
  ['clocks', ['registrar', 'supervisor', 'auditor']],
  ['lists', ['registrar', 'supervisor', 'auditor']],
  ['reconciliation', ['registrar', 'supervisor', 'auditor']],
  ['registers', ['registrar', 'supervisor', 'auditor']],
  ['evaluation', ['registrar', 'supervisor', 'auditor']],
  ['catalogues', ['registrar', 'supervisor', 'auditor']],
  ['custody', ['registrar', 'supervisor', 'auditor']],
  ['stock-takes', ['registrar', 'supervisor', 'auditor']],
  ['messages', ['registrar', 'supervisor', 'auditor']],
  ['webhooks', ['registrar']],
  ['compartments', ['registrar', 'supervisor', 'technician', 'auditor']],
  ['devices', ['registrar', 'supervisor', 'technician', 'auditor']],
  ['departments', ['registrar', 'auditor']],
  ['people', ['registrar', 'auditor']],
  ['directory', ['registrar', 'auditor']],
  ['import', ['registrar']],
] as const;

type Place = (typeof places)[number][0];
/** The place an address names, by the first word of its hash; null for one that there is not. */
export const placeOf = (word: string | undefined): Place | null =>
  word === undefined ? 'documents' : (places.find(([place]) => place === word)?.[0] ?? null);
