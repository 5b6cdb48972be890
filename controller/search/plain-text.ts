/** A character that is compared, and where the source has it: UTF-16 offsets, the end exclusive. */
interface Part {
  readonly letters: string;
  readonly start: number;
  readonly end: number;
}
const notCompared = /[^\p{L}\p{N}]/gu;

/** What is compared of each character met so far: papers are written with some thousands of them, again and again. */
const known = new Map<string, string>();
const lettersOf = (character: string): string => {
  let letters = known.get(character);
  if (letters === undefined) {
    letters = character.toLowerCase().normalize('NFKD').replaceAll(notCompared, '');
    known.set(character, letters);
  }
  return letters;
};

const partsOf = (text: string): Part[] => {
  const parts: Part[] = [];
  let start = 0;
  for (const character of text) {
    const end = start + character.length;
    const letters = lettersOf(character);
    if (letters !== '') parts.push({ letters, start, end });
    start = end;
  }
  return parts;
};
const joined = (parts: readonly Part[]): string => parts.map(({ letters }) => letters).join('');

/**
 * Text as it is compared: without differences of case, width, accents, blanks, brackets and other marks, so that
 * `〔2026〕12号`, `(２０２６)12号` and `[2026] 12 号` are one. Unicode's compatibility decomposition, of which letters
 * and digits are kept.
 */
export const plain = (text: string): string => {
  let letters = '';
  for (const character of text) letters += lettersOf(character);
  return letters;
};

/** Where a word, already plain, stands in a text: offsets in the text itself, apart from each other and in order. */
export const placesOf = (text: string, word: string): [start: number, end: number][] => {
  if (word === '') return [];
  const parts = partsOf(text);
  const whole = joined(parts);
  const owners = parts.flatMap((part) => Array.from({ length: part.letters.length }, () => part));
  const found: [number, number][] = [];
  for (let at = whole.indexOf(word); at !== -1; at = whole.indexOf(word, at + word.length)) {
    const [first, last] = [owners[at], owners[at + word.length - 1]];
    if (first && last) found.push([first.start, last.end]);
  }
  return found;
};

/** Places that touch or overlap become one. */
export const united = (places: readonly (readonly [number, number])[]): [number, number][] => {
  const apart: [number, number][] = [];
  for (const [start, end] of [...places].sort(([a], [b]) => a - b)) {
    const last = apart.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else apart.push([start, end]);
  }
  return apart;
};
