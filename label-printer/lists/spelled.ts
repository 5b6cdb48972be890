/** What XML 1.0 cannot carry, or would change: controls, carriage returns, halves of pairs, non-characters. */
const UNSPEAKABLE =
  // eslint-disable-next-line no-control-regex -- those are what this is about
  /[\u0000-\u0008\u000b-\u001f\u007f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * A text as a cell of a workbook carries it (ECMA-376, ST_Xstring): what XML cannot say is written `_x000D_`, and a
 * text that looks like such a mark has its first sign written so.
 */
export const spelled = (text: string): string =>
  text
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll(
      UNSPEAKABLE,
      (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    );
