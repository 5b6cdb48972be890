import type { Problem } from '#controller/api/contract/problem.ts';

export type Taken =
  { readonly ok: true; readonly headers: Headers } | { readonly ok: false; readonly problem: Problem };
const bare = { type: 'about:blank', title: '', status: 0, code: 'network', detail: '' };

/** Asks for a file, with `body` when it is made of another one, and hands it to the browser to keep. Never throws. */
export async function takeFile(path: string, language: string, body?: Blob): Promise<Taken> {
  try {
    const response = await fetch(path, {
      headers: { 'accept-language': language, ...(body ? { 'content-type': body.type } : {}) },
      cache: 'no-store',
      ...(body ? { method: 'POST', body } : {}),
    });
    if (!response.ok) {
      const given = (await response.json().catch(() => ({}))) as Partial<Problem>;
      return { ok: false, problem: { ...bare, status: response.status, code: 'unknown', ...given } };
    }
    keep(await response.blob(), nameIn(response.headers.get('content-disposition') ?? ''));
    return { ok: true, headers: response.headers };
  } catch {
    return { ok: false, problem: bare };
  }
}

const nameIn = (disposition: string): string => {
  const spelled = /filename\*=UTF-8''([^;]+)/.exec(disposition)?.[1];
  return spelled === undefined ? 'sheet.pdf' : decodeURIComponent(spelled);
};

function keep(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
