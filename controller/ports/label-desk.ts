import type { LabelField, LabelLogo, LabelTemplate } from '../domain/label-template.ts';

/** Pieces that a template is tried with: as usual, as long as a registered one may be, with nothing that may be left out. */
export const LABEL_SAMPLES = ['ordinary', 'long', 'bare'] as const;
export type LabelSample = (typeof LABEL_SAMPLES)[number];

export interface LabelTrial {
  readonly template: LabelTemplate;
  readonly dpi: 203 | 300 | 600;
  /** A made-up piece, or a registered one by its docket code. */
  readonly piece: LabelSample | { readonly docket: string };
}
export type LabelTried =
  | {
      readonly ok: true;
      /** The very dots a printer gets, as a 1-bit PNG; every symbol on it was read back. */
      readonly png: Uint8Array;
      readonly widthDots: number;
      readonly heightDots: number;
      /** Fields that end in `…`. */
      readonly shortened: readonly LabelField[];
    }
  /** Why it would not be printed either: one sentence with the fix, for people. */
  | {
      readonly ok: false;
      readonly why: { readonly en: string; readonly zh: string };
      /** The field or the symbology it is about; null for the label as a whole. */
      readonly about: string | null;
    };

/** Draws labels for those who change how they look. */
export interface LabelDesk {
  /** Never rejects for what the template or the piece says. */
  try(trial: LabelTrial): Promise<LabelTried>;
  /** A picture as 1 bit a dot, at most 400 dots a side; null when it is no PNG or larger than 4,000 × 4,000. */
  logo(png: Uint8Array): Promise<LabelLogo | null>;
}
