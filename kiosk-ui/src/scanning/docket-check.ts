/** ISO/IEC 7064 MOD 37,36: values of the characters. */
const VALUES = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Whether a text is one of our docket codes: 16 digits and capitals, the last their check character. */
export function isDocketCode(text: string): boolean {
  if (!/^[0-9A-Z]{16}$/.test(text)) return false;
  let product = 36;
  for (const character of text.slice(0, 15)) {
    const sum = (product + VALUES.indexOf(character)) % 36 || 36;
    product = (sum * 2) % 37;
  }
  return (product + VALUES.indexOf(text.charAt(15))) % 36 === 1;
}
