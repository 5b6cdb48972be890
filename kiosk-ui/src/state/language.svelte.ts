import { now } from '../client/time.ts';
import { type LanguageCode, type SameKeys, type Say, type Values, fill } from '../text/words.ts';

const remembered = 'docketbox-language';
const known = (value: string | null): LanguageCode | null =>
  value === 'zh-CN' || value === 'en' ? value : null;

/** The language in use: the site's unless somebody chose another, which this browser session remembers. */
class Language {
  site = $state<LanguageCode>('zh-CN');
  chosen = $state<LanguageCode | null>(known(sessionStorage.getItem(remembered)));
  chosenAt = now();
  readonly code: LanguageCode = $derived(this.chosen ?? this.site);

  choose(code: LanguageCode): void {
    this.chosen = code;
    this.chosenAt = now();
    sessionStorage.setItem(remembered, code);
  }
  toggle(): void {
    this.choose(this.code === 'en' ? 'zh-CN' : 'en');
  }
  /** The next visitor gets the site's language again. */
  forget(): void {
    this.chosen = null;
    sessionStorage.removeItem(remembered);
  }
}
export const language = new Language();

/** Several things in one line, as the language in use separates them. */
export const listed = (things: readonly string[]): string =>
  things.join(language.code === 'en' ? ', ' : '、');

/** How to say a text of these dictionaries, in the language in use whenever it is said. */
export const sayer =
  <const Zh extends Readonly<Record<string, string>>>(zhCN: Zh, en: SameKeys<Zh>): Say<Zh> =>
  (key, ...values) =>
    fill((language.code === 'en' ? en : zhCN)[key] ?? key, values[0] as Values | undefined);

/** The same for codes that arrive from outside; an unknown code is said by `fallback` with `{code}`. */
export const coded =
  <Zh extends Readonly<Record<string, string>>>(zhCN: Zh, en: SameKeys<Zh>, fallback: keyof Zh & string) =>
  (key: string, values: Values = {}): string => {
    const words: Readonly<Record<string, string>> = language.code === 'en' ? en : zhCN;
    const code = key.slice(key.indexOf('.') + 1);
    return Object.hasOwn(words, key) ? fill(words[key] ?? '', values) : fill(words[fallback] ?? '', { code });
  };
