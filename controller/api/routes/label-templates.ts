import { z } from 'zod';
import { revertLabelTemplate, saveLabelTemplate } from '../../commands/label-templates.ts';
import { isPrinter } from '../../config-schema.ts';
import { labelStockOn } from '../../config-stock.ts';
import { defaultLabelTemplate } from '../../domain/default-label-templates.ts';
import { isRoll, isLabelStock, LABEL_STOCKS, type LabelStock } from '../../domain/label-stock.ts';
import { templateProblems } from '../../domain/label-template-rules.ts';
import { labelTemplate, type LabelTemplate } from '../../domain/label-template.ts';
import type { AnyStoredEvent } from '../../ports/ledger.ts';
import { LABEL_SAMPLES, type LabelTried } from '../../ports/label-desk.ts';
import type { LabelPreviewView, LabelTemplateBody, LabelTemplateView } from '../contract/label-templates.ts';
import type { ApiDeps } from '../http/deps.ts';
import type { Language } from '../http/language.ts';
import { ProblemError } from '../http/problem.ts';
import { ok, route, type Route } from '../http/route.ts';
import { templateFix } from '../template-words.ts';
import { valueOf } from './listing.ts';

const body = labelTemplate satisfies z.ZodType<LabelTemplateBody>;
const dpi = z.literal([203, 300, 600]);
const view = z.object({
  stock: z.enum(LABEL_STOCKS),
  template: body,
  savedAt: z.iso.datetime({ precision: 3 }).nullable(),
  savedBy: z.string().nullable(),
  printers: z.array(z.object({ id: z.string(), dpi: z.int() })),
}) satisfies z.ZodType<LabelTemplateView>;
const previewBody = z.strictObject({
  template: body,
  dpi,
  sample: z.enum(LABEL_SAMPLES).default('ordinary'),
  docket: z
    .string()
    .regex(/^[0-9A-Z]{16}$/)
    .nullable()
    .default(null),
});
const previewView = z.object({
  png: z.string(),
  widthDots: z.int(),
  heightDots: z.int(),
  shortened: z.array(z.string()),
}) satisfies z.ZodType<LabelPreviewView>;
const logoView = labelTemplate.shape.logo.unwrap();
/** Largest picture that is read, bytes. */
const LOGO_BYTES = 1024 * 1024;

/** How labels look, stock by stock; a change is checked by drawing it before it is saved. */
export const labelTemplateRoutes = (deps: ApiDeps): Route[] => {
  const stockIn = (stock = ''): LabelStock => {
    if (isLabelStock(stock)) return stock;
    throw new ProblemError(404, 'no-such', { values: { what: 'label stock', id: stock } });
  };
  const printersOf = (stock: LabelStock) =>
    deps.config.devices
      .filter(isPrinter)
      .filter((one) => !isRoll(one.stock) && labelStockOn(one.stock) === stock)
      .map((one) => ({ id: one.id, dpi: one.dpi }));
  const viewOf = (stock: LabelStock): LabelTemplateView => {
    const row = deps.views.labelTemplate(stock);
    const template = row?.template ?? defaultLabelTemplate(stock);
    const printers = printersOf(stock);
    return { stock, template, savedAt: row?.savedAt ?? null, savedBy: row?.savedBy ?? null, printers };
  };
  /** The answer that is stored with the change, from the change itself. */
  const changed =
    (stock: LabelStock, template: LabelTemplate | null) =>
    ([event]: readonly AnyStoredEvent[]) => {
      const saved = template !== null && event !== undefined;
      return ok({
        ...{ stock, template: template ?? defaultLabelTemplate(stock), printers: printersOf(stock) },
        ...{ savedAt: saved ? event.time : null, savedBy: saved ? event.actor : null },
      } satisfies LabelTemplateView);
    };
  const usable = (template: LabelTemplate, language: Language): void => {
    const problems = templateProblems(template);
    if (problems.length === 0) return;
    throw new ProblemError(422, 'invalid', {
      errors: problems.map(({ code, element, member, value }) => ({
        path: element === null ? `/${member}` : `/elements/${element}/${member}`,
        value: value.slice(0, 60),
        fix: templateFix(code, value, language),
      })),
    });
  };
  const drawn = (tried: LabelTried, { elements }: LabelTemplate, language: Language) => {
    if (tried.ok) return tried;
    const [why, { about }] = [tried.why[language], tried];
    const errors = elements.flatMap((one, i) =>
      (one.kind === 'text' && one.field === about) || (one.kind === 'symbol' && one.symbology === about)
        ? [{ path: `/elements/${i}`, value: '', fix: why }]
        : [],
    );
    throw new ProblemError(422, 'label-refused', { values: { why }, ...(errors.length > 0 && { errors }) });
  };
  return [
    route({
      method: 'get',
      path: '/label-templates',
      tag: 'printing',
      summary: 'How labels look on each stock',
      access: ['registrar', 'technician', 'auditor'],
      answers: { status: 200, description: 'One a stock', schema: z.object({ items: z.array(view) }) },
      handler: () => ok({ items: LABEL_STOCKS.map(viewOf) }),
    }),
    route({
      method: 'get',
      path: '/label-templates/:stock',
      tag: 'printing',
      summary: 'How labels look on one stock',
      access: ['registrar', 'technician', 'auditor'],
      answers: { status: 200, description: 'The template', schema: view },
      handler: ({ params }) => ok(viewOf(stockIn(params['stock']))),
    }),
    route({
      method: 'post',
      path: '/label-templates/:stock',
      tag: 'printing',
      summary: 'Change how labels look on one stock; drawn and read back for its printers before it is kept',
      access: ['registrar'],
      body,
      answers: { status: 200, description: 'The template', schema: view },
      async handler({ params, body: template, by, language, remember }) {
        const stock = stockIn(params['stock']);
        if (template.stock !== stock)
          throw new ProblemError(422, 'invalid', {
            errors: [{ path: '/stock', value: template.stock, fix: `= ${stock}` }],
          });
        usable(template, language);
        const heads = new Set(printersOf(stock).map((one) => one.dpi));
        for (const head of heads.size > 0 ? heads : dpi.values)
          drawn(await deps.labels.try({ template, dpi: head, piece: 'ordinary' }), template, language);
        valueOf(saveLabelTemplate(deps.desk, template, by, remember(changed(stock, template))));
        return ok(viewOf(stock));
      },
    }),
    route({
      method: 'post',
      path: '/label-templates/:stock/revert',
      tag: 'printing',
      summary: 'Labels on this stock look as they did at first',
      access: ['registrar'],
      answers: { status: 200, description: 'The template', schema: view },
      handler({ params, by, remember }) {
        const stock = stockIn(params['stock']);
        valueOf(revertLabelTemplate(deps.desk, stock, by, remember(changed(stock, null))));
        return ok(viewOf(stock));
      },
    }),
    route({
      method: 'post',
      path: '/label-preview',
      tag: 'printing',
      summary: 'The very dots a printer would get, for a made-up piece or a registered one; nothing is kept',
      access: ['registrar'],
      body: previewBody,
      answers: { status: 200, description: 'A 1-bit PNG, base64', schema: previewView },
      async handler({ body: { template, dpi: head, sample, docket }, language }) {
        usable(template, language);
        const piece = docket === null ? sample : { docket };
        const { png, widthDots, heightDots, shortened } = drawn(
          await deps.labels.try({ template, dpi: head, piece }),
          template,
          language,
        );
        return ok({ png: Buffer.from(png).toString('base64'), widthDots, heightDots, shortened });
      },
    }),
    route({
      method: 'post',
      path: '/label-logo',
      tag: 'printing',
      summary: 'A PNG as a 1-bit logo for a template; nothing is kept',
      access: ['registrar'],
      rawBody: 'image/png',
      rawLimit: LOGO_BYTES,
      answers: { status: 200, description: 'The logo', schema: logoView },
      async handler({ raw }) {
        const logo = await deps.labels.logo(raw);
        if (logo === null) throw new ProblemError(422, 'not-a-logo');
        return ok(logo);
      },
    }),
  ];
};
