export type Language = 'zh' | 'en';

/**
 * The reader's language: `?lang=` wins, then Accept-Language by weight (RFC 9110, 12.5.4), then `fallback`.
 * Anything that is neither Chinese nor English counts as nothing said.
 */
export const languageOf = (query: unknown, acceptLanguage: unknown, fallback: Language): Language => {
  const asked = typeof query === 'string' ? primary(query) : undefined;
  if (asked) return asked;
  if (typeof acceptLanguage !== 'string') return fallback;
  let best: { language: Language; weight: number } | undefined;
  for (const part of acceptLanguage.slice(0, 500).split(',')) {
    const [range = '', ...parameters] = part.trim().split(';');
    const language = primary(range);
    const q = parameters.map((p) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(p)?.[1]).find(Boolean);
    const weight = q === undefined ? 1 : Number(q);
    if (language && weight > 0 && weight > (best?.weight ?? 0)) best = { language, weight };
  }
  return best?.language ?? fallback;
};

const primary = (tag: string): Language | undefined => {
  const first = tag.trim().toLowerCase().split('-')[0];
  return first === 'zh' || first === 'en' ? first : undefined;
};
