/** Digits and Latin letters are so few that two in a row tell little: there, three and four are looked for. */
const DENSE = /([0-9a-z]{3,})/;
const LONG = 4;
/** Of a long run its end tells most: numbers of documents begin alike. */
const MOST_OF_A_RUN = 2;

/**
 * What a plain text is found by: every two characters in a row, and every three and four digits or Latin letters in a
 * row. A text that holds a word has all the word's grams; the reverse is to be looked at in the text itself.
 */
export const gramsOfText = (text: string): string[] => [
  ...inARow(text, 2),
  ...runsOf(text).dense.flatMap((run) => [...inARow(run, LONG - 1), ...inARow(run, LONG)]),
];

/** The grams that a word is looked up by, those that tell most first; none for a single character. */
export const gramsOfWord = (word: string): string[] => {
  const { dense, between } = runsOf(word);
  const grams = [
    ...dense.flatMap((run) => inARow(run, Math.min(run.length, LONG)).slice(-MOST_OF_A_RUN)),
    ...between.flatMap((part) => inARow(part, 2)),
  ];
  return [...new Set(grams)];
};

/** Dense runs, and what lies between them with the characters it touches. */
const runsOf = (text: string) => {
  const parts = text.split(DENSE);
  return {
    dense: parts.filter((_, i) => i % 2 === 1),
    between: parts.flatMap((part, i) =>
      i % 2 === 1 ? [] : [(parts[i - 1]?.at(-1) ?? '') + part + (parts[i + 1]?.at(0) ?? '')],
    ),
  };
};

const inARow = (text: string, count: number): string[] => {
  const characters = Array.from(text);
  const ends = characters.slice(count - 1);
  // Hardly any text has characters of two units; the others are cut where they stand.
  return characters.length === text.length
    ? ends.map((_, i) => text.slice(i, i + count))
    : ends.map((_, i) => characters.slice(i, i + count).join(''));
};
