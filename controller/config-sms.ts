/** What an SMS template may name, as `{{phone}}`. */
export interface SmsValues {
  readonly phone: string;
  readonly text: string;
  readonly id: string;
  readonly secret: string;
  readonly time: string;
}
const names = ['phone', 'text', 'id', 'secret', 'time'] as const satisfies readonly (keyof SmsValues)[];
const placeholder = /\{\{\s*([A-Za-z]*)\s*\}\}/g;

/** Placeholders that mean nothing. */
export const strangers = (template: string): string[] =>
  [...template.matchAll(placeholder)]
    .map(([, name]) => name ?? '')
    .filter((name) => !(names as readonly string[]).includes(name));

const fill = (template: string, values: SmsValues, escape: (value: string) => string): string =>
  template.replaceAll(placeholder, (_whole, name: keyof SmsValues) => escape(values[name]));

const inJson = (value: string): string => JSON.stringify(value).slice(1, -1);
const inXml = (value: string): string =>
  value
    // Characters that XML 1.0 cannot hold, not even escaped.
    .replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, ' ')
    .replaceAll(/[&<>"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);

/** Percent-encoded, whatever part of the address it stands in. */
export const fillUrl = (template: string, values: SmsValues): string =>
  fill(template, values, encodeURIComponent);
/** What no header may hold is left out: only visible ASCII and spaces stay. */
export const fillHeader = (template: string, values: SmsValues): string =>
  fill(template, values, (value) => value.replaceAll(/[^\x20-\x7e]/g, ''));
/** Escaped for JSON (inside quotes), XML (text or an attribute in quotes) or a form. */
export const fillBody = (
  template: string,
  contentType: 'application/json' | 'application/xml' | 'application/x-www-form-urlencoded',
  values: SmsValues,
): string => {
  if (contentType === 'application/json') return fill(template, values, inJson);
  return fill(template, values, contentType === 'application/xml' ? inXml : encodeURIComponent);
};
