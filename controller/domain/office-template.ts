import { follow, type Decider } from './decider.ts';
import type { LabelStock } from './label-stock.ts';
import type { LabelTemplate } from './label-template.ts';

/** What the office made of the labels of one stock; null while they look as they did at first. */
export type OfficeTemplateState = LabelTemplate | null;
export type OfficeTemplateCommand =
  | { readonly type: 'Save'; readonly template: LabelTemplate }
  | { readonly type: 'Revert'; readonly stock: LabelStock };

/** How labels look on one stock; the stream key is the stock. */
export const officeTemplate: Decider<OfficeTemplateCommand, OfficeTemplateState> = {
  kind: 'label-template',
  revision: 1,
  initialState: () => null,
  evolve: (state, event) => {
    if (event.type === 'LabelTemplateSaved') return event.payload;
    return event.type === 'LabelTemplateReverted' ? null : state;
  },
  decide: (command, state) => {
    if (command.type === 'Revert')
      return state === null
        ? follow()
        : follow({ type: 'LabelTemplateReverted', payload: { stock: command.stock } });
    const { template } = command;
    return same(template, state) ? follow() : follow({ type: 'LabelTemplateSaved', payload: template });
  },
};

/** Members come in the order of the schema: both were parsed by it. */
const same = (a: LabelTemplate, b: OfficeTemplateState): boolean => JSON.stringify(a) === JSON.stringify(b);
