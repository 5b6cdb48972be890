import { createPublicKey, hash, verify, type KeyObject } from 'node:crypto';

/** Why a note, a key or a checkpoint was not accepted; the message says what to do. */
export class NoteError extends Error {
  readonly code: 'not-a-note' | 'not-a-key' | 'not-a-checkpoint' | 'unknown-key' | 'bad-signature';
  constructor(code: NoteError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** A key that notes are checked with. */
export interface NoteKey {
  readonly name: string;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
}
/** A key that signs them; `sign` gives the 64 bytes of an Ed25519 signature (RFC 8032). */
export interface NoteSigner extends NoteKey {
  sign(text: string): Uint8Array;
}

/** C2SP signed-note: algorithm of Ed25519 keys. */
const ED25519 = 1;
const MOST_SIGNATURES = 100;
/** Bytes of a note; ours have some 200. */
const MOST_BYTES = 1_000_000;
const NAME = /^[^\s+\p{Cc}]{1,200}$/u;
/** Standard base64 with padding, and nothing that decodes to the same bytes. */
const fromBase64 = (text: string): Buffer | null => {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
};

/** C2SP signed-note, key ID: first four bytes of SHA-256(name ‖ LF ‖ algorithm ‖ key). */
const keyIdOf = ({ name, publicKey }: NoteKey): Buffer =>
  hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(ED25519), publicKey]), 'buffer').subarray(
    0,
    4,
  );

/** C2SP signed-note, verifier key: `name+key ID in hex+base64(algorithm ‖ key)`, one line. */
export const writeKey = (key: NoteKey): string => {
  const bytes = Buffer.concat([Buffer.of(ED25519), key.publicKey]);
  return `${key.name}+${keyIdOf(key).toString('hex')}+${bytes.toString('base64')}`;
};

/** Reads what `writeKey` wrote. Throws NoteError `not-a-key`. */
export const readKey = (line: string): NoteKey => {
  const [, name = '', id = '', coded = ''] =
    /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(line.trim()) ?? [];
  const bytes = fromBase64(coded);
  const key = { name, publicKey: new Uint8Array(bytes?.subarray(1) ?? []) };
  if (!bytes || bytes.length !== 33 || bytes[0] !== ED25519 || keyIdOf(key).toString('hex') !== id)
    throw new NoteError(
      'not-a-key',
      'write a verifier key: name+8 hexadecimal digits+base64, one line, as GET /api/v1/checkpoints/key gives it',
    );
  return key;
};

/** C2SP signed-note: the text, an empty line, the signature. `text` ends with a line feed. */
export const signNote = (text: string, signer: NoteSigner): string => {
  const line = Buffer.concat([keyIdOf(signer), signer.sign(text)]).toString('base64');
  return `${text}\n— ${signer.name} ${line}\n`;
};

/**
 * The text of a note that `key` signed; signatures of others are passed over. Throws NoteError: `not-a-note`,
 * `unknown-key` (none of its signatures is by this key), `bad-signature` (one says it is and is not).
 */
export const openNote = (note: string, key: NoteKey): string => {
  const { text, signatures } = partsOf(note);
  const id = keyIdOf(key);
  const own = signatures.filter(({ name, bytes }) => name === key.name && bytes.subarray(0, 4).equals(id));
  if (own.length === 0)
    throw new NoteError(
      'unknown-key',
      `it is not signed with the key ${key.name}+${id.toString('hex')} but with ${signatures.map(({ name }) => name).join(', ')}: it is of another site, or the key is not the right one`,
    );
  const publicKey = keyObject(key);
  if (!own.every(({ bytes }) => verify(null, Buffer.from(text), publicKey, bytes.subarray(4))))
    throw new NoteError(
      'bad-signature',
      'its signature does not fit its text: it was altered after it was signed',
    );
  return text;
};

interface Signature {
  readonly name: string;
  /** Key ID and signature. */
  readonly bytes: Buffer;
}
const partsOf = (note: string): { readonly text: string; readonly signatures: readonly Signature[] } => {
  const end = note.lastIndexOf('\n\n');
  // Control characters other than line feeds, and bytes that were no UTF-8, belong in no note.
  const odd = /[^\P{Cc}\n]|\ufffd/u.test(note);
  if (end <= 0 || odd || note.length > MOST_BYTES || !note.endsWith('\n')) throw noNote();
  const lines = note.slice(end + 2, -1).split('\n');
  if (lines.length > MOST_SIGNATURES) throw noNote();
  return { text: note.slice(0, end + 1), signatures: lines.map(signatureIn) };
};
const signatureIn = (line: string): Signature => {
  const [, name = '', coded = ''] = /^— (\S+) (\S+)$/u.exec(line) ?? [];
  const bytes = fromBase64(coded);
  if (!NAME.test(name) || !bytes || bytes.length < 5) throw noNote();
  return { name, bytes };
};
const noNote = (): NoteError =>
  new NoteError('not-a-note', 'it is no signed note: text, an empty line, and lines that begin with "— "');

const keyObject = ({ publicKey }: NoteKey): KeyObject =>
  createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') },
    format: 'jwk',
  });

/** What a checkpoint says: the ledger it is of, how many events it had, and the root over them in hex. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: string;
}

/** C2SP tlog-checkpoint: origin, size, root in base64, a line each. */
export const writeCheckpoint = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${Buffer.from(root, 'hex').toString('base64')}\n`;

/** Reads what `writeCheckpoint` wrote; further lines are passed over. Throws NoteError `not-a-checkpoint`. */
export const readCheckpoint = (text: string): Checkpoint => {
  const [origin = '', size = '', coded = ''] = text.split('\n');
  const root = fromBase64(coded);
  if (origin === '' || !/^(0|[1-9]\d{0,14})$/.test(size) || root?.length !== 32)
    throw new NoteError(
      'not-a-checkpoint',
      'it is no checkpoint: origin, size and root in base64, a line each',
    );
  return { origin, size: Number(size), root: root.toString('hex') };
};
