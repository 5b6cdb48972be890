/** Docket codes in what was scanned or typed, one a line or between spaces and commas; each once. */
export const codesIn = (text: string): string[] => [
  ...new Set(
    text
      .toUpperCase()
      .split(/[\s,，、;；]+/u)
      .filter((code) => code !== ''),
  ),
];
