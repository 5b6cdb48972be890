import type { DirectoryReportView, DirectoryUndoView } from '#controller/api/contract/directory.ts';
import { rolesIn, said, say } from '../text/directory/say.ts';

type Value = DirectoryReportView['changes'][number]['values'][number];

/** `departments: bgs → fgw`, roles by their names. */
export const valueText = ({ field, was, becomes }: Value): string =>
  say('field.value', {
    field: said(`field.${field}`),
    ...{ was: shown(field, was ?? ''), becomes: shown(field, becomes) },
  });
/** What stays: the field with its value, or what stands against it. */
export const leftText = ({ field, value }: DirectoryUndoView['left'][number]): string =>
  field === null ? value : say('left.value', { field: said(`field.${field}`), value: shown(field, value) });
const shown = (field: string, value: string): string => {
  if (value === '') return '—';
  return field === 'roles' ? rolesIn(value.split('、')) : value;
};
