import { now } from './time.ts';

/** Keys closer together than this came from a machine, ms. */
const machineGap = 35;
/** So many of them in a row are a scan. */
const machineKeys = 4;
/** How long after a scan its closing Enter or Tab is still part of it, ms. */
const tail = 120;

/**
 * A scanner that poses as a keyboard ends its codes with Enter or Tab, which would press whatever button has
 * the focus. This swallows such keys outside text fields; it never makes anything happen.
 */
export function guardAgainstKeyboardScanners(page: Document): () => void {
  let last = 0;
  let row = 0;
  const heard = (event: KeyboardEvent): void => {
    const gap = now() - last;
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    if (event.key.length === 1 && event.key !== ' ') {
      row = gap <= machineGap ? row + 1 : 1;
      last = now();
      return;
    }
    if (row < machineKeys || gap > tail || typing) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  page.addEventListener('keydown', heard, true);
  return () => page.removeEventListener('keydown', heard, true);
}
