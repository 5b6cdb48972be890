/** Dots per millimetre of a print head, as makers count them: 203 dpi is built with 8, finer ones with 11.8 and 23.6. */
const DOTS_PER_MM: Readonly<Record<number, number>> = { 203: 8, 300: 11.8, 600: 23.6 };

export const dotsPerMm = (dpi: number): number => DOTS_PER_MM[dpi] ?? 8;

/** Millimetres to whole dots. */
export const dots = (mm: number, dpi: number): number => Math.round(mm * dotsPerMm(dpi));
