import { common } from '../text/common/say.ts';

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function wordsFor(field: Field): string {
  const { valueMissing, rangeUnderflow, rangeOverflow } = field.validity;
  if (valueMissing) return common('field.missing');
  if ((rangeUnderflow || rangeOverflow) && field instanceof HTMLInputElement)
    return common('field.range', { min: field.min, max: field.max });
  return common('field.wrong');
}

/** What a form finds missing or wrong is said in the page's language; the browser would say it in its own. */
export function sayInOwnWords(): void {
  const told = new Set<Field>();
  const forget = (): void => {
    for (const field of told) field.setCustomValidity('');
    told.clear();
  };
  document.addEventListener(
    'invalid',
    ({ target }) => {
      const field = target as Field;
      // A field that has words of its own keeps them.
      if (field.validity.customError) return;
      field.setCustomValidity(wordsFor(field));
      told.add(field);
    },
    true,
  );
  // Before the next attempt, which asks the browser anew.
  for (const attempt of ['click', 'keydown', 'input'] as const)
    document.addEventListener(attempt, forget, true);
}
