import { inflateSync } from 'node:zlib';

/** What a reader of a label's PDF sees: the shape of every object through the cross-reference table, and the dots. */
export interface LabelPdfSeen {
  /** Dictionaries and page contents, in order; anything else throws. */
  readonly commands: readonly string[];
  readonly bits: Uint8Array;
}

const NUMBER = String.raw`-?[\d.]+`;
/** All that may be in it: no font, no text, no action, no name of our own. */
const OBJECTS: readonly RegExp[] = [
  /^<<\/Type\/Catalog\/Pages 2 0 R\/ViewerPreferences<<\/PrintScaling\/None>>>>$/,
  /^<<\/Type\/Pages\/Count 1\/Kids\[5 0 R\]>>$/,
  /^<<\/Type\/XObject\/Subtype\/Image\/Width \d+\/Height \d+\/BitsPerComponent 1\/ColorSpace\/DeviceGray\/Decode\[1 0\]\/Filter\/FlateDecode\/Length \d+>>$/,
  /^<<\/Length \d+>>$/,
  new RegExp(
    String.raw`^<</Type/Page/Parent 2 0 R/MediaBox\[0 0 ${NUMBER} ${NUMBER}\]/Resources<</XObject<</P 3 0 R>>>>/Contents 4 0 R>>$`,
  ),
];
const CONTENT = new RegExp(String.raw`^q ${NUMBER} 0 0 ${NUMBER} ${NUMBER} ${NUMBER} cm /P Do Q$`);

export const labelPdfOf = (pdf: Uint8Array): LabelPdfSeen => {
  const buffer = Buffer.from(pdf);
  const text = buffer.toString('latin1');
  const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
  const table =
    /^xref\n0 6\n0000000000 65535 f \n((?:\d{10} 00000 n \n){5})trailer\n<<\/Size 6\/Root 1 0 R>>\n/.exec(
      text.slice(start),
    );
  if (table === null) throw new Error('another cross-reference table');
  const offsets = [...(table[1] ?? '').matchAll(/\d{10}/g)].map(Number);
  let at = offsets[0] ?? 0;
  if (text.slice(0, at) !== '%PDF-1.4\n%\xe2\xe3\xcf\xd3\n') throw new Error('another head');
  const commands: string[] = [];
  let bits = new Uint8Array();
  for (const [i, shape] of OBJECTS.entries()) {
    const opening = `${i + 1} 0 obj\n`;
    if (at !== offsets[i] || !text.startsWith(opening, at))
      throw new Error(`object ${i + 1} is not at ${at}`);
    at += opening.length;
    const head = text.slice(at, text.indexOf('\n', at));
    if (!shape.test(head)) throw new Error(`an object nobody meant: ${head.slice(0, 80)}`);
    // The length of compressed dots is the one thing that differs from label to label.
    commands.push(head.replace(/\/Length \d+/, ''));
    at += head.length;
    const length = /\/Length (\d+)/.exec(head)?.[1];
    if (length !== undefined) {
      at += '\nstream\n'.length;
      const stream = buffer.subarray(at, at + Number(length));
      if (i === 2) bits = new Uint8Array(inflateSync(stream));
      else if (CONTENT.test(stream.toString('latin1'))) commands.push(stream.toString('latin1'));
      else throw new Error('operators nobody meant');
      at += stream.length;
      if (!text.startsWith('\nendstream', at)) throw new Error('a stream longer than it says');
      at += '\nendstream'.length;
    }
    if (!text.startsWith('\nendobj\n', at)) throw new Error(`object ${i + 1} goes on`);
    at += '\nendobj\n'.length;
  }
  if (at !== start) throw new Error('something behind the last object');
  return { commands, bits };
};
