import { FileFault } from './fault.ts';

/**
 * Name of a part: UTF-8 when flagged or when it reads as such, else GB18030 (older Chinese packers). Throws a
 * FileFault for one that would lead out of the package: `..`, absolute, with a drive or a control character.
 */
export const checkedName = (bytes: Uint8Array, utf8: boolean): string => {
  const name = decoded(bytes, utf8).replaceAll('\\', '/');
  const [, ...inner] = name.split('/').reverse();
  const unsafe =
    name === '' ||
    name.length > 500 ||
    /[\p{Cc}\p{Bidi_Control}]|^\/|^[A-Za-z]:/u.test(name) ||
    name.split('/').includes('..') ||
    inner.includes('');
  if (unsafe) throw new FileFault('zip-unsafe-name', name);
  return name.replace(/(^|\/)(\.\/)+/g, '$1');
};

const decoded = (bytes: Uint8Array, utf8: boolean): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return utf8 ? '' : new TextDecoder('gb18030').decode(bytes);
  }
};

/**
 * Where a reference inside a package leads: from the package's root when it begins with `/`, else from the folder of
 * the part that holds it. Undefined when it leads out of the package.
 */
export const resolved = (from: string, reference: string): string | undefined => {
  const base = reference.startsWith('/') ? [] : from.split('/').slice(0, -1);
  const path = [...base];
  for (const step of reference.replaceAll('\\', '/').split('/')) {
    if (step === '' || step === '.') continue;
    if (step !== '..') path.push(step);
    else if (path.pop() === undefined) return undefined;
  }
  return path.join('/');
};
