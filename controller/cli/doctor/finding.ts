/** One thing the doctor looked at. `wrong` keeps the site from working, `warning` does not. */
export interface Finding {
  readonly about: string;
  readonly state: 'ok' | 'warning' | 'wrong';
  readonly found: string;
  /** What to do; null when nothing is. */
  readonly fix: string | null;
}

export const ok = (about: string, found: string): Finding => ({ about, state: 'ok', found, fix: null });
export const warning = (about: string, found: string, fix: string): Finding => ({
  ...{ about, state: 'warning', found, fix },
});
export const wrong = (about: string, found: string, fix: string): Finding => ({
  ...{ about, state: 'wrong', found, fix },
});

/** Findings as lines for people; control characters of devices and paths never reach the terminal. */
export const tableOf = (findings: readonly Finding[]): string[] => {
  const mark = { ok: 'ok     ', warning: 'warning', wrong: 'WRONG  ' };
  const width = Math.max(0, ...findings.map(({ about }) => about.length));
  const plain = (text: string) => text.replace(/\p{C}/gu, '·');
  return findings.flatMap(({ about, state, found, fix }) => [
    `${mark[state]}  ${plain(about).padEnd(width)}  ${plain(found)}`,
    ...(fix === null ? [] : [`${' '.repeat(11 + width)}→ ${plain(fix)}`]),
  ]);
};
