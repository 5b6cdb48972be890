import { made } from '#label-printer/made.ts';
import { makeForms } from '#label-printer/make-forms.ts';
import { ArtworkError } from '#label-printer/problem.ts';
import type { SiteConfig } from '../config-schema.ts';
import type { Clock } from '../ports/clock.ts';
import type { ReadModels } from '../ports/read-models.ts';
import type { SheetMaker, SheetPiece, Stamp } from '../ports/sheet-maker.ts';

interface Parts {
  readonly config: SiteConfig;
  readonly views: ReadModels;
  readonly clock: Clock;
  /** Stamps what comes from outside. */
  readonly stamp: Stamp;
}

/** Sheets of what the record says now, on the site's clock and of its boxes. */
export const sheetMaker = (parts: Parts): SheetMaker => ({
  make: (kind, dockets) =>
    made(async () => {
      const pieces = dockets.map((docket) => pieceOf(parts, docket));
      return makeForms(kind, pieces, parts.clock.now());
    }),
  stamp: (file, docket, order) =>
    parts.stamp({ file, piece: pieceOf(parts, docket), order, created: parts.clock.now() }),
});

const pieceOf = ({ config, views }: Parts, docket: string): SheetPiece => {
  const row = views.consignment(docket);
  const document = row && views.document(row.document);
  if (!document)
    throw new ArtworkError('bad-field', { field: 'docket', expected: 'a registered consignment' });
  const { number, title, issuers, kind, urgency, pages, writtenOn, barcode } = document;
  const recipient = views.department(row.department)?.name ?? row.department;
  return {
    ...{ number, title, issuers, kind, urgency, pages, writtenOn, barcode },
    ...{ docket, recipient, copy: row.copy, copies: row.copies },
    site: config.site.name,
    registeredBy: views.person(document.registeredBy)?.name ?? document.registeredBy,
    registeredAt: onSiteClock(document.registeredAt, config.site.timeZone),
    readers: (row.route?.stops ?? []).map(({ department, reader }) =>
      [views.department(department)?.name ?? department, reader].filter(Boolean).join(' '),
    ),
    route: [issuers[0] ?? '', `${config.site.name} ${boxOf(config, row.department)}`.trim(), recipient],
  };
};

/** The boxes of a department: `一号箱组 3`; empty when it has none of its own. */
const boxOf = ({ cabinets }: SiteConfig, department: string): string =>
  cabinets
    .flatMap((cabinet) =>
      cabinet.compartments
        .filter((box) => box.usage === 'department' && box.department === department)
        .map((box) => `${cabinet.name} ${box.number}`),
    )
    .join('、');

/** `2026-06-18 09:02`. */
const onSiteClock = (instant: string, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(
    new Date(instant),
  );
