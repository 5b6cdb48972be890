/**
 * Labels stand in the index beside the grams: whatever is no text of the paper. The mark in front keeps them apart
 * from grams, which are letters and digits; the rest is letters and digits too, so that the tokenizer leaves it whole.
 */
const MARK = '§';
const digits = (date: string): string => date.replaceAll('-', '');

export const urgencyLabel = (urgency: string): string => `${MARK}u${urgency}`;
export const departmentLabel = (code: string): string => `${MARK}d${Buffer.from(code).toString('hex')}`;
/** Day, month and year of registration on the site's calendar. */
export const registeredLabels = (day: string): string[] => [
  `${MARK}r${digits(day)}`,
  `${MARK}m${digits(day).slice(0, 6)}`,
  `${MARK}y${day.slice(0, 4)}`,
];
/** Day that stands on the paper. */
export const writtenLabel = (day: string): string => `${MARK}w${digits(day)}`;
export const registeredOnLabel = (day: string): string => `${MARK}r${digits(day)}`;

const DAY = 86_400_000;
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const startOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** The fewest labels that every day from `first` to `last` has one of, and no other day. */
export const labelsOfDays = (first: string, last: string): string[] => {
  const labels: string[] = [];
  for (let day = first; day <= last;) {
    const [year = '', month = ''] = day.split('-');
    const endOfYear = `${year}-12-31`;
    const endOfMonth = dayOf(Date.UTC(Number(year), Number(month), 0));
    const [label, end] =
      day.endsWith('-01-01') && endOfYear <= last
        ? [`${MARK}y${year}`, endOfYear]
        : day.endsWith('-01') && endOfMonth <= last
          ? [`${MARK}m${year}${month}`, endOfMonth]
          : [registeredOnLabel(day), day];
    labels.push(label);
    day = dayOf(startOf(end) + DAY);
  }
  return labels;
};
