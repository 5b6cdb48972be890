import type { ScreenView } from '../api/contract/station.ts';
import { isCounted, type Visit } from '../domain/session.ts';
import { closeBy, countedOf } from '../flows/alarms.ts';
import { flowsHere } from '../flows/beginning.ts';
import type { Phase } from '../flows/phase.ts';
import { returnsPlace } from '../flows/common-place.ts';
import { asBoxTask, tasksHere } from '../flows/tasks.ts';
import { taskOpenScreen, taskScreen } from './task-screens.ts';
import { boxViews, compartmentView, pieceViews, recordView, type Shower } from './views.ts';

const instant = (ms: number): string => new Date(ms).toISOString();

/** The screen: a total function of the station's state and the ledger. */
export const screenOf = (shower: Shower): ScreenView => {
  const { read } = shower;
  const fold = read.session?.fold;
  if (!fold) {
    const { goodbye } = read.state.live;
    return goodbye
      ? { name: 'signed-out', receipt: goodbye.receipt, pieces: goodbye.pieces }
      : { name: 'welcome' };
  }
  if (fold.flow === null) return { name: 'choose-flow', flows: [...flowsHere(read), ...tasksHere(read)] };
  if (fold.visit) return visitScreen(shower, fold.visit, read.phase(fold.visit));
  const task = asBoxTask(fold.flow);
  if (task) return taskScreen(shower, task);
  if (fold.flow === 'return') return { name: 'return-ready', returned: pieceViews(shower, fold.returned) };
  if (fold.flow === 'send' && !read.state.live.record && fold.offered.length === 0)
    return { name: 'send-ready', sent: pieceViews(shower, fold.sent) };
  return fold.flow === 'drop' || fold.flow === 'send' ? dropScreen(shower) : pickupScreen(shower);
};

const dropScreen = (shower: Shower): ScreenView => {
  const { read, deps } = shower;
  const fold = read.session?.fold;
  const { record } = read.state.live;
  if (record) {
    const departments = deps.views.departments().map(({ code, name }) => ({ code, name }));
    return { name: 'drop-register', record: recordView(shower, record), departments };
  }
  if (fold && fold.offered.length > 0)
    return { name: 'drop-registered', pieces: pieceViews(shower, fold.offered) };
  return { name: 'drop-ready', deposited: pieceViews(shower, fold?.deposited ?? []) };
};

const pickupScreen = (shower: Shower): ScreenView => {
  const fold = shower.read.session?.fold;
  const boxes = boxViews(shower);
  if (!fold || fold.visited.length + fold.collected.length + fold.refused.length === 0)
    return { name: 'pickup-list', boxes };
  const returns = fold.refused.length > 0 ? returnsPlace(shower.read) : undefined;
  return {
    name: 'pickup-done',
    boxes,
    collected: pieceViews(shower, fold.collected),
    refused: pieceViews(shower, fold.refused),
    returnTo: returns ? compartmentView(shower, returns.id) : null,
  };
};

const visitScreen = (shower: Shower, visit: Visit, phase: Phase): ScreenView => {
  const flow = isCounted(visit.reason) ? 'drop' : 'pickup';
  const compartment = compartmentView(shower, visit.compartment);
  const pieces = pieceViews(shower, visit.pieces);
  switch (phase.name) {
    case 'opening':
      return { name: 'opening', flow, compartment, pieces, attempt: visit.attempt };
    case 'not-opened': {
      const { why, attemptsLeft, retryAt } = phase;
      return { name: 'not-opened', flow, compartment, why, attemptsLeft, retryAt: instant(retryAt) };
    }
    case 'open':
    case 'closed':
      return openScreen(shower, visit, phase.name === 'open' ? closeBy(shower.read, visit, phase) : phase.at);
    case 'asked': {
      if (visit.reason === 'stock-take')
        return {
          name: 'stock-count',
          compartment,
          pieces: pieceViews(
            shower,
            visit.pieces.filter((docket) => !visit.scanned.includes(docket)),
          ),
        };
      return { name: 'drop-count', compartment, pieces, counted: visit.question?.counted ?? null };
    }
  }
};

const openScreen = (shower: Shower, visit: Visit, by: number): ScreenView => {
  const { read } = shower;
  const compartment = compartmentView(shower, visit.compartment);
  const closes = instant(by);
  if (visit.reason === 'pickup') {
    const boxes = boxViews(shower);
    const box = boxes.find((one) => one.compartment.id === visit.compartment) ?? {
      ...{ compartment, pieces: [], door: 'unknown' as const, step: 'open' as const },
    };
    return { name: 'pickup-open', box, scanned: visit.scanned, boxes, closeBy: closes };
  }
  const task = asBoxTask(visit.reason);
  if (task) return taskOpenScreen(shower, visit, task, closes);
  const pieces = pieceViews(shower, visit.pieces);
  if (visit.reason === 'return') return { name: 'return-open', compartment, pieces, closeBy: closes };
  const place = read.place(visit.compartment);
  const counted = place ? countedOf(read, visit, place) : null;
  return {
    ...{ name: 'drop-open', compartment, pieces, closeBy: closes },
    counted: counted === null ? null : Math.max(0, counted),
  };
};
