import type { LabelStock } from '../domain/label-stock.ts';
import type { LabelTemplate } from '../domain/label-template.ts';
import { officeTemplate } from '../domain/office-template.ts';
import type { Desk } from '../ports/desk.ts';
import type { AnswerOf, AnyStoredEvent } from '../ports/ledger.ts';
import type { By } from './by.ts';
import { judge, writeAll } from './decide.ts';
import type { Outcome } from './outcome.ts';

type Events = Outcome<readonly AnyStoredEvent[]>;

/** From now on labels of its stock look so; one that was looked at and found usable (see `templateProblems`). */
export const saveLabelTemplate = (desk: Desk, template: LabelTemplate, by: By, answer?: AnswerOf): Events =>
  writeAll(desk, [judge(desk, officeTemplate, template.stock, { type: 'Save', template })], by, answer);

/** Labels on this stock look as they did at first. */
export const revertLabelTemplate = (desk: Desk, stock: LabelStock, by: By, answer?: AnswerOf): Events =>
  writeAll(desk, [judge(desk, officeTemplate, stock, { type: 'Revert', stock })], by, answer);
