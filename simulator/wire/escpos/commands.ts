/** How many parameter bytes a command takes, given those that came so far; asked again until they are all there. */
export type Length = (so: readonly number[]) => number;

const fixed =
  (count: number): Length =>
  () =>
    count;
const word = (low = 0, high = 0): number => low + 256 * high;
/** Parameters up to and with a NUL. */
const untilNul: Length = (so) => (so.at(-1) === 0 ? so.length : so.length + 1);
/** `first` parameters, then as many bytes as `more` reads from them. */
const then =
  (first: number, more: (so: readonly number[]) => number): Length =>
  (so) =>
    so.length < first ? first : first + more(so);

/** `GS k`: the older kinds end with NUL, the newer ones count. */
const barcode: Length = (so) => {
  const [kind] = so;
  if (kind === undefined) return 1;
  return kind <= 6 ? untilNul(so) : then(2, ([, count = 0]) => count)(so);
};
/** `ESC *`: modes 32 and 33 have three bytes a column. */
const columns = ([mode = 0, low, high]: readonly number[]): number => word(low, high) * (mode >= 32 ? 3 : 1);

const of = (prefix: string, length: Length, codes: string): [string, Length][] =>
  codes.split(' ').map((code) => [`${prefix} ${code}`, length]);

/** Commands whose length is known; everything else is skipped by its two bytes, and noted. */
export const LENGTHS: ReadonlyMap<string, Length> = new Map([
  ...of('DLE', fixed(1), 'EOT ENQ'),
  ...of(
    'DLE',
    then(1, ([kind]) => (kind === 8 ? 7 : 2)),
    'DC4',
  ),
  ...of('ESC', fixed(0), '@ 2 i m v L S < FF'),
  ...of('ESC', fixed(1), '! SP % 3 = ? A C E G J K M R T U V a d e r t u { - s'),
  ...of('ESC', fixed(2), '$ \\ B c'),
  ...of('ESC', fixed(3), 'p'),
  ...of('ESC', fixed(8), 'W'),
  ...of('ESC', untilNul, 'D'),
  ...of('ESC', then(3, columns), '*'),
  ...of('GS', fixed(0), ':'),
  ...of('GS', fixed(1), '! / B E H I T a b c f h r w'),
  ...of('GS', fixed(2), '$ L P W \\'),
  ...of('GS', fixed(3), '^'),
  ...of(
    'GS',
    then(1, ([kind = 0]) => (kind >= 65 ? 1 : 0)),
    'V',
  ),
  ...of(
    'GS',
    then(3, ([, low, high]) => word(low, high)),
    '(',
  ),
  ...of(
    'GS',
    then(2, ([width = 0, height = 0]) => width * height * 8),
    '*',
  ),
  ...of(
    'GS',
    then(6, ([, , xLow, xHigh, yLow, yHigh]) => word(xLow, xHigh) * word(yLow, yHigh)),
    'v',
  ),
  ...of('GS', barcode, 'k'),
  ...of('FS', fixed(0), '& .'),
  ...of('FS', fixed(1), '! - C W'),
  ...of('FS', fixed(2), 'S p'),
  ...of(
    'FS',
    then(3, ([, low, high]) => word(low, high)),
    '(',
  ),
]);
