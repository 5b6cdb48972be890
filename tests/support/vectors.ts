import { readFileSync } from 'node:fs';

export interface Vector<M> {
  readonly name: string;
  readonly direction: 'request' | 'reply' | 'push';
  readonly hex: string;
  readonly meaning: M;
  readonly provenance: 'manual' | 'capture' | 'derived';
  readonly confidence: 'H' | 'M' | 'L';
}

/** The vectors of one device: what is on the wire and what it means, for drivers and simulator alike. */
export const vectorsOf = <M>(file: string): readonly Vector<M>[] => {
  const read = JSON.parse(readFileSync(`tests/vectors/${file}.json`, 'utf8')) as {
    vectors: readonly Vector<M>[];
  };
  return read.vectors;
};
