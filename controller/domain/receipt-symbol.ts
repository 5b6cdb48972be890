/**
 * What a receipt's QR code says: `DBR1:<receipt id>:<ledger size>:<root>`, in capitals, so that it stays in QR's
 * alphanumeric mode. An id that is no UUID keeps its letters as they are.
 */
export const receiptSymbolText = ({
  id,
  size,
  root,
}: {
  readonly id: string;
  readonly size: number;
  readonly root: string;
}): string => {
  const spelled = /^[0-9a-f-]{36}$/.test(id) ? id.toUpperCase() : id;
  return `DBR1:${spelled}:${size}:${root.toUpperCase()}`;
};
/** What a list's QR code says: `DBL1:<list number>:<content hash>`, in capitals for the same reason. */
export const listSymbolText = (number: string, content: string): string =>
  `DBL1:${number}:${content.toUpperCase()}`;
