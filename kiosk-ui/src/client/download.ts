import type { Problem } from '#controller/api/contract/problem.ts';

export type Fetched =
  | { readonly ok: true; readonly name: string; readonly headers: Headers }
  | { readonly ok: false; readonly problem: Problem | null };
interface Asked {
  /** What the file is made of, when it is made of another one. */
  readonly body?: Blob;
  readonly signal?: AbortSignal;
  /** Told how much has come, of how much when that is known. */
  readonly onBytes?: (came: number, whole: number | null) => void;
}

/** Asks for a file and hands it to the browser to keep. Never throws; an abort is no problem: null. */
export async function download(path: string, language: string, asked: Asked = {}): Promise<Fetched> {
  const { body, signal, onBytes } = asked;
  try {
    const response = await fetch(path, {
      headers: { 'accept-language': language, ...(body ? { 'content-type': body.type } : {}) },
      cache: 'no-store',
      ...(body ? { method: 'POST', body } : {}),
      ...(signal ? { signal } : {}),
    });
    if (!response.ok) return { ok: false, problem: await problemOf(response) };
    const { headers } = response;
    const length = Number(headers.get('content-length'));
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let came = 0;
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
      parts.push(part.value);
      onBytes?.((came += part.value.length), length > 0 ? length : null);
    }
    const name = nameIn(headers.get('content-disposition') ?? '');
    keep(new Blob(parts, { type: headers.get('content-type') ?? '' }), name);
    return { ok: true, name, headers };
  } catch {
    if (signal?.aborted) return { ok: false, problem: null };
    return { ok: false, problem: { type: 'about:blank', title: '', status: 0, code: 'network', detail: '' } };
  }
}

async function problemOf(response: Response): Promise<Problem> {
  const bare = { type: 'about:blank', title: '', status: response.status, code: 'unknown', detail: '' };
  try {
    return { ...bare, ...((await response.json()) as Partial<Problem>) };
  } catch {
    return bare;
  }
}
const nameIn = (disposition: string): string => {
  const spelled = /filename\*=UTF-8''([^;]+)/.exec(disposition)?.[1];
  return spelled === undefined ? 'docketbox' : decodeURIComponent(spelled);
};
function keep(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
