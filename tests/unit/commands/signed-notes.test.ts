import { describe, expect, it } from 'vitest';
import { logKey } from '#controller/commands/checkpoints/log-key.ts';
import {
  openNote,
  readCheckpoint,
  readKey,
  signNote,
  writeCheckpoint,
  writeKey,
} from '#controller/commands/checkpoints/note.ts';

/** The example of the Go module golang.org/x/mod/sumdb/note, which the C2SP format was written after. */
const KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const NOTE = `${TEXT}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;

const signer = logKey(new Uint8Array(32).fill(7), 'demo');
const checkpoint = { origin: signer.name, size: 20_852_163, root: 'ab'.repeat(32) };

/** Code of the error a work throws; `accepted` when it throws none. */
const outcome = (work: () => unknown): string => {
  try {
    work();
    return 'accepted';
  } catch (error) {
    return (error as { code?: string }).code ?? 'threw';
  }
};

describe('a signed note', () => {
  it('by somebody else’s program opens with their key, and ours has the same form', () => {
    expect(openNote(NOTE, readKey(KEY))).toBe(TEXT);
    expect(writeKey(readKey(KEY))).toBe(KEY);
  });

  it('opens with the key that signed it and says what was signed; other signatures are passed over', () => {
    const note = signNote(writeCheckpoint(checkpoint), signer);
    expect(note).toMatch(/^docketbox\/demo\n20852163\n[\w+/]{43}=\n\n— docketbox\/demo [\w+/]+={0,2}\n$/);
    expect(readCheckpoint(openNote(note, readKey(writeKey(signer))))).toEqual(checkpoint);
    const witnessed = `${note}${NOTE.split('\n').at(-2)}\n`;
    expect(readCheckpoint(openNote(witnessed, signer))).toEqual(checkpoint);
  });

  it('is the same again from the same site key, and another from another', () => {
    const again = logKey(new Uint8Array(32).fill(7), 'demo');
    expect(signNote(TEXT, again)).toBe(signNote(TEXT, signer));
    expect(writeKey(logKey(new Uint8Array(32).fill(8), 'demo'))).not.toBe(writeKey(signer));
    expect(writeKey(logKey(new Uint8Array(32).fill(7), 'other')).split('+')[2]).not.toBe(
      writeKey(signer).split('+')[2],
    );
  });

  it('with any one bit turned is not accepted', () => {
    const note = Buffer.from(signNote(writeCheckpoint(checkpoint), signer));
    const accepted: string[] = [];
    for (let bit = 0; bit < note.length * 8; bit++) {
      const turned = Buffer.from(note);
      turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if (outcome(() => openNote(turned.toString('utf8'), signer)) === 'accepted')
        accepted.push(`bit ${bit}`);
    }
    expect(accepted).toEqual([]);
  });

  it.each([
    ['of another site', () => openNote(NOTE, signer), 'unknown-key'],
    ['whose name is ours and whose key is not', () => forged(), 'unknown-key'],
    ['whose text was changed', () => openNote(NOTE.replace('think', 'thank'), readKey(KEY)), 'bad-signature'],
    ['without a signature', () => openNote(TEXT, readKey(KEY)), 'not-a-note'],
    [
      'with a control character',
      () => openNote(NOTE.replace('think', 'thi\rnk'), readKey(KEY)),
      'not-a-note',
    ],
    ['cut short', () => openNote(NOTE.slice(0, -9), readKey(KEY)), 'not-a-note'],
    ['that is nothing', () => openNote('', readKey(KEY)), 'not-a-note'],
  ] as const)('%s is refused', (_, work, code) => {
    expect(outcome(work)).toBe(code);
  });
  const forged = (): string =>
    openNote(signNote(TEXT, { ...logKey(new Uint8Array(32).fill(9), 'demo') }), signer);

  it.each([
    ['a size with a zero in front', 'o\n007\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'],
    ['a size below zero', 'o\n-7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'],
    ['half a root', 'o\n7\nCsUYapGGPo4dkMgIAUqomw==\n'],
    ['a root spelled otherwise', 'o\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n'],
    ['no origin', '\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'],
  ])('of %s is no checkpoint', (_, text) => {
    expect(outcome(() => readCheckpoint(text))).toBe('not-a-checkpoint');
  });

  it.each([
    ['another algorithm', KEY.replace('+AR', '+BR')],
    ['a key id of another key', KEY.replace('c74f20a3', 'c74f20a4')],
    ['no name', KEY.slice(KEY.indexOf('+'))],
  ])('is not checked with a key that has %s', (_, key) => {
    expect(outcome(() => readKey(key))).toBe('not-a-key');
  });
});
