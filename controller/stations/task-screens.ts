import type { BoxTaskName, ScreenView } from '../api/contract/station.ts';
import type { Visit } from '../domain/session.ts';
import { taskBoxes } from '../flows/tasks.ts';
import { compartmentView, pieceViews, stepOf, type Shower } from './views.ts';

export const taskScreen = (shower: Shower, task: BoxTaskName): ScreenView => {
  const { read, deps } = shower;
  const fold = read.session?.fold;
  const witness = fold?.witness ?? null;
  return {
    ...{ name: 'task-list', task, counted: fold?.counted?.length ?? 0 },
    takenOut: pieceViews(shower, (task === 'fetch' ? fold?.fetched : fold?.takenOut) ?? []),
    witness: witness === null ? null : { number: witness, name: deps.views.person(witness)?.name ?? witness },
    boxes: [...taskBoxes(read, task)].map(([id, pieces]) => ({
      compartment: compartmentView(shower, id),
      pieces: pieceViews(
        shower,
        pieces.map(({ docket }) => docket),
      ),
      door: read.place(id)?.door(read.facts.station.door) ?? 'unknown',
      step: stepOf(read, id, true, undefined),
    })),
  };
};

export const taskOpenScreen = (
  shower: Shower,
  visit: Visit,
  task: BoxTaskName,
  closeBy: string,
): ScreenView => ({
  ...{ name: 'task-open', task, closeBy, scanned: visit.scanned, unreadable: visit.unreadable },
  compartment: compartmentView(shower, visit.compartment),
  pieces: pieceViews(shower, visit.pieces),
  strange: visit.scanned.filter((docket) => !visit.pieces.includes(docket)).length,
});
