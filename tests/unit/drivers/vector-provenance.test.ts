import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Vector } from '#tests/support/vectors.ts';

interface File {
  /** Some files hold other things than frames. */
  readonly vectors?: readonly Vector<unknown>[];
}
const files = readdirSync('tests/vectors').filter((name) => name.endsWith('.json'));
const vectorsIn = (name: string): readonly Vector<unknown>[] => {
  const { vectors = [] } = JSON.parse(readFileSync(`tests/vectors/${name}`, 'utf8')) as File;
  return vectors.filter((vector) => 'provenance' in vector);
};
const count = <K extends 'provenance' | 'confidence'>(
  vectors: readonly Vector<unknown>[],
  key: K,
  value: string,
) => vectors.filter((vector) => vector[key] === value).length;

/** Lock boards and plain inputs: the pages this file's neighbours implement. */
const boards = [
  'bcc8a',
  'wkly',
  'kerong-cu16',
  'kerong-cu16c',
  'kerong-cu48',
  'modbus-relay',
  'modbus-input',
];

describe('where the test vectors come from', () => {
  it('is said of each, and counted', () => {
    const rows = files.map((name) => {
      const vectors = vectorsIn(name);
      const [manual, capture, derived] = ['manual', 'capture', 'derived'].map((each) =>
        count(vectors, 'provenance', each),
      );
      expect((manual ?? 0) + (capture ?? 0) + (derived ?? 0), name).toBe(vectors.length);
      return { name, manual, capture, derived, low: count(vectors, 'confidence', 'L') };
    });
    const sum = (key: 'manual' | 'capture' | 'derived' | 'low'): number =>
      rows.reduce((total, row) => total + (row[key] ?? 0), 0);
    console.log(
      [
        'test vectors by provenance: ' +
          `${sum('manual')} from manuals, ${sum('capture')} captured, ${sum('derived')} derived by us; ` +
          `${sum('low')} of low confidence`,
        ...rows.map(({ name, manual, capture, derived }) => `  ${name}: ${manual} / ${capture} / ${derived}`),
      ].join('\n'),
    );
    // A page of nothing but our own conclusions would only hold us to our own misreading.
    for (const board of boards) {
      const row = rows.find(({ name }) => name === `${board}.json`);
      expect((row?.manual ?? 0) + (row?.capture ?? 0), board).toBeGreaterThan(1);
    }
  });

  it.each(boards)('%s: names are unique, frames are whole bytes, none stands there twice', (name) => {
    const vectors = vectorsIn(`${name}.json`);
    expect(new Set(vectors.map((vector) => vector.name)).size).toBe(vectors.length);
    for (const vector of vectors) expect(vector.hex, vector.name).toMatch(/^[0-9a-f]{2}( [0-9a-f]{2})*$/);
    const keys = vectors.map(({ direction, hex }) => `${direction} ${hex}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each(boards)('%s has its page, which names these vectors', (name) => {
    expect(readFileSync(`docs/protocols/${name}.md`, 'utf8')).toContain(`tests/vectors/${name}.json`);
  });
});
