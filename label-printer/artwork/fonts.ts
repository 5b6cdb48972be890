import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';
import { readFontTables } from './font-tables.ts';
import type { FontTables } from './font-tables.ts';

export type Weight = 'medium' | 'bold';

/** Noto Sans SC (SIL Open Font License 1.1): printers have no dependable Chinese fonts of their own. */
const FILES: Readonly<Record<Weight, string>> = {
  medium: '@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf',
  bold: '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
};
const loaded = new Map<Weight, FontTables & { readonly family: string }>();

/** The font of a weight, loaded on first use and kept. Throws an Error naming the file when it is not installed. */
export const font = (weight: Weight): FontTables & { readonly family: string } => {
  const known = loaded.get(weight);
  if (known) return known;
  const path = createRequire(import.meta.url).resolve(FILES[weight]);
  // A family name of our own, so that no font of the system is ever drawn instead.
  const family = `DocketboxPrint-${weight}`;
  if (GlobalFonts.registerFromPath(path, family) === null)
    throw new Error(`the font ${path} cannot be loaded`);
  const tables = { ...readFontTables(path), family };
  loaded.set(weight, tables);
  return tables;
};
