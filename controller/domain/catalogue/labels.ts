import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { LABEL_STOCKS } from '../label-stock.ts';
import { labelTemplate } from '../label-template.ts';

export const labelTemplateSaved = defineEvent(
  'label-template',
  'LabelTemplateSaved',
  'The office changed how its labels look on one stock, which is the stream’s key.',
  labelTemplate,
);
export const labelTemplateReverted = defineEvent(
  'label-template',
  'LabelTemplateReverted',
  'Labels on this stock look as they did at first.',
  z.object({ stock: z.enum(LABEL_STOCKS) }),
);
