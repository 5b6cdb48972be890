import { SaxesParser } from 'saxes';
import { FileFault } from './fault.ts';

/** Limits of one part's XML, against parts made to fill the memory or the stack. */
export interface XmlLimits {
  readonly depth: number;
  /** Elements that pass by. */
  readonly elements: number;
  /** Elements of a part that is read as a whole. */
  readonly kept: number;
}
export const USUAL_XML: XmlLimits = { depth: 64, elements: 2_000_000, kept: 50_000 };
/** Characters handed to the parser at a time. */
const SLICE = 65_536;

/** Names are local: whatever prefix or namespace a maker chose. Text is that of the element alone. */
export interface XmlHandlers {
  open(name: string, attribute: (name: string) => string | undefined): void;
  text?(text: string): void;
  close(name: string): void;
}

/**
 * Reads the XML of a part, element by element, and hands it on. A document type declaration is refused: no entity is
 * ever defined or fetched. Throws a FileFault naming `place` and line.
 */
export const walkXml = (
  bytes: Uint8Array,
  place: string,
  handlers: XmlHandlers,
  limits = USUAL_XML,
): void => {
  const text = textOf(bytes, place);
  const parser = new SaxesParser({ xmlns: false, position: true, fragment: false });
  const fault = (code: 'xml-damaged' | 'xml-doctype' | 'xml-deep' | 'xml-large'): never => {
    throw new FileFault(code, place, `line ${parser.line}, column ${parser.column}`);
  };
  let depth = 0;
  let elements = 0;
  parser.on('doctype', () => fault('xml-doctype'));
  parser.on('error', () => fault('xml-damaged'));
  parser.on('opentag', ({ name, attributes }) => {
    if (++depth > limits.depth) fault('xml-deep');
    if (++elements > limits.elements) fault('xml-large');
    handlers.open(local(name), (wanted) => {
      for (const [key, value] of Object.entries(attributes)) if (local(key) === wanted) return value;
      return undefined;
    });
  });
  parser.on('closetag', ({ name }) => {
    depth--;
    handlers.close(local(name));
  });
  const told = (piece: string): void => handlers.text?.(piece);
  parser.on('text', told);
  parser.on('cdata', told);
  // A declaration of some hundred kilobytes would be collected before it is told.
  if (/<!(DOCTYPE|ENTITY)/i.test(text.slice(0, SLICE))) throw new FileFault('xml-doctype', place, 'line 1');
  for (let at = 0; at < text.length; at += SLICE) parser.write(text.slice(at, at + SLICE));
  parser.close();
};

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** UTF-8 or UTF-16 by its byte order mark; GB18030 when the declaration says GBK, GB2312 or GB18030. */
const textOf = (bytes: Uint8Array, place: string): string => {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const [, declared = 'utf-8'] = /^\W{0,3}<\?xml[^>]*encoding\s*=\s*["']([\w-]{1,20})["']/i.exec(start) ?? [];
  const wide = start.startsWith('\u00ff\u00fe')
    ? 'utf-16le'
    : start.startsWith('\u00fe\u00ff')
      ? 'utf-16be'
      : null;
  const named = /^gb/i.test(declared) ? 'gb18030' : 'utf-8';
  try {
    return new TextDecoder(wide ?? named, { fatal: true }).decode(bytes);
  } catch {
    throw new FileFault('xml-encoding', place, declared);
  }
};

/** One element with what is in it; `text` is its own and that of all elements within. */
export interface XmlElement {
  readonly name: string;
  attribute(name: string): string | undefined;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

interface Growing {
  readonly name: string;
  readonly attributes: (name: string) => string | undefined;
  readonly children: XmlElement[];
  text: string;
}

/** The XML of a part as a tree. Throws a FileFault. */
export const readXml = (bytes: Uint8Array, place: string, limits = USUAL_XML): XmlElement => {
  const open: Growing[] = [];
  let root: XmlElement | undefined;
  let kept = 0;
  const handlers: XmlHandlers = {
    open(name, attributes) {
      if (++kept > limits.kept) throw new FileFault('xml-large', place, kept);
      open.push({ name, attributes, children: [], text: '' });
    },
    text(text) {
      const top = open.at(-1);
      if (top) top.text += text;
    },
    close() {
      const done = open.pop();
      if (!done) return;
      const { name, attributes, children, text } = done;
      const element = { name, children, text, attribute: attributes };
      const parent = open.at(-1);
      if (!parent) root = element;
      else {
        parent.children.push(element);
        parent.text += text;
      }
    },
  };
  walkXml(bytes, place, handlers, limits);
  if (!root) throw new FileFault('xml-damaged', place, 'line 1');
  return root;
};

/** Children of a name, at any of the given steps down. */
export const within = (element: XmlElement, ...path: readonly string[]): readonly XmlElement[] =>
  path.reduce<readonly XmlElement[]>(
    (found, name) => found.flatMap(({ children }) => children.filter((child) => child.name === name)),
    [element],
  );
/** Text of the first child there, trimmed; empty when there is none. */
export const textAt = (element: XmlElement, ...path: readonly string[]): string =>
  within(element, ...path)[0]?.text.trim() ?? '';
