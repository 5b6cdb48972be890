/** A scanner types a character at least this often, a person does not, ms. */
export const machineGap = 50;
/** Shortest and longest scan taken for one, characters. */
export const shortest = 4;
export const longest = 512;

/** A key that went down, and when, ms on any clock that only goes forward. */
export interface Key {
  readonly key: string;
  readonly at: number;
  /** Ctrl, Alt or Meta is down, or an input method composes. */
  readonly modified: boolean;
}
export interface Heard {
  /** A scan ended with this key. */
  readonly scan: string | null;
  /** The key belongs to a person who moves about the page, and keeps its effect. */
  readonly leave: boolean;
}

/**
 * Gathers what a scanner types: characters in quick succession, ended by Enter. Whatever is slow, long, or mixed with
 * other keys is forgotten. Nothing here ever acts on a character.
 */
export function typedScans(): (key: Key) => Heard {
  let text = '';
  let last = -Infinity;
  let spoilt = false;
  return ({ key, at, modified }) => {
    const quick = at >= last && at - last <= machineGap;
    if (!quick) [text, spoilt] = ['', false];
    if (key === 'Shift' || key === 'CapsLock') return { scan: null, leave: true };
    last = at;
    if (key === 'Enter' && !modified) {
      const whole = quick && !spoilt && text.length >= shortest ? text : null;
      [text, spoilt, last] = ['', false, -Infinity];
      return { scan: whole, leave: false };
    }
    // A key of several letters (Tab, F5, Backspace) is no character; one character may be two UTF-16 units.
    const character = !modified && [...key].length === 1 && !/\p{Cc}/u.test(key);
    if (character && text.length + key.length <= longest) text += key;
    else spoilt = true;
    return { scan: null, leave: key === 'Tab' && !modified && !quick };
  };
}
