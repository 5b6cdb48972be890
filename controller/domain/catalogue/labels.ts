import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { labelTemplate } from '../label-template.ts';

const { stock, elements, logo } = labelTemplate.shape;

export const labelTemplateSaved = defineEvent(
  'label-template',
  'LabelTemplateSaved',
  'The office changed how its labels look on one stock.',
  z.object({
    /** Size of the label, mm; the stream’s key. */
    stock,
    /** What is printed, where (mm from the top left corner) and how: docs/labels.md. */
    elements,
    /** A 1-bit picture, base64; null without one. */
    logo,
  }),
);
export const labelTemplateReverted = defineEvent(
  'label-template',
  'LabelTemplateReverted',
  'Labels on this stock look as they did at first.',
  z.object({
    /** Size of the label, mm; the stream’s key. */
    stock,
  }),
);
