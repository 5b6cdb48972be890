const string = (text: string): Buffer => {
  const bytes = Buffer.from(text, 'utf8');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
};
const attribute = (tag: number, name: string, value: string): Buffer =>
  Buffer.concat([Buffer.of(tag), string(name), string(value)]);

/** A Print-Job request, IPP 2.0 (RFC 8010, 3.1; RFC 8011, 4.2.1), with its document behind it. */
export const printJob = (uri: string, format: string, document: Uint8Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    Buffer.concat([
      Buffer.of(2, 0, 0, 2, 0, 0, 0, 1, 0x01),
      attribute(0x47, 'attributes-charset', 'utf-8'),
      attribute(0x48, 'attributes-natural-language', 'en'),
      attribute(0x45, 'printer-uri', uri),
      attribute(0x42, 'requesting-user-name', 'simulator'),
      attribute(0x42, 'job-name', 'simulator: conditions'),
      attribute(0x49, 'document-format', format),
      Buffer.of(0x03),
      document,
    ]),
  );

/** Status code of a response; 0000 to 00FF went well. */
export const statusOf = (response: Uint8Array): number =>
  ((response[2] ?? 0xff) << 8) | (response[3] ?? 0xff);
