import type { Made } from '#controller/ports/sheet-maker.ts';
import { ArtworkError } from './problem.ts';
import { StampError } from './stamp/problem.ts';

/** What was made, or why not as a code with values: it crosses threads. Rejects only with what nobody expected. */
export const made = async <T>(make: () => Promise<T>): Promise<Made<T>> => {
  try {
    return { ok: true, value: await make() };
  } catch (error) {
    if (error instanceof StampError)
      return { ok: false, refusal: { code: error.code, values: error.values } };
    if (error instanceof ArtworkError) {
      const values = { en: error.in('en'), zh: error.in('zh-CN') };
      return { ok: false, refusal: { code: 'not-printable', values } };
    }
    throw error;
  }
};
