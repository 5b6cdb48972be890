import canonicalizePackage from 'canonicalize';
import * as fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalize } from '#controller/ledger/canonical.ts';
import { Frontier, leafHash } from '#controller/ledger/merkle.ts';
import { treeHead } from '#tests/support/merkle-reference.ts';

const reference = canonicalizePackage as unknown as (value: unknown) => string;

describe('The Merkle tree', () => {
  it('has at every size the root that RFC 6962 defines', () => {
    let frontier = Frontier.empty;
    const entries: Buffer[] = [];
    expect(frontier.root()).toEqual(treeHead([]));
    for (let i = 0; i < 70; i++) {
      entries.push(Buffer.from(`entry ${i}`));
      frontier = frontier.add(leafHash(`entry ${i}`));
      expect(frontier.root()).toEqual(treeHead(entries));
    }
  });

  it('goes on from its stored frontier as if never stopped', () => {
    fc.assert(
      fc.property(fc.nat({ max: 200 }), (size) => {
        let frontier = Frontier.empty;
        for (let i = 0; i < size; i++) frontier = frontier.add(leafHash(String(i)));
        const restored = Frontier.fromBytes(size, frontier.toBytes());
        expect(restored.root()).toEqual(frontier.root());
        expect(restored.add(leafHash('x')).root()).toEqual(frontier.add(leafHash('x')).root());
        expect(() => Frontier.fromBytes(size + 1, Buffer.alloc(3))).toThrow(RangeError);
      }),
      { numRuns: 50 },
    );
  });

  it('gives the test vectors of Certificate Transparency', () => {
    const inputs = [
      '',
      '00',
      '10',
      '2021',
      '3031',
      '40414243',
      '5051525354555657',
      '606162636465666768696a6b6c6d6e6f',
    ];
    const roots = [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ];
    let frontier = Frontier.empty;
    const seen = inputs.map((input) => {
      const leaf = createHash('sha256')
        .update(Buffer.concat([Buffer.of(0), Buffer.from(input, 'hex')]))
        .digest();
      frontier = frontier.add(leaf);
      return frontier.root().toString('hex');
    });
    expect(seen).toEqual(roots);
  });
});

describe('Canonical JSON', () => {
  it('is what an independent implementation of RFC 8785 writes', () => {
    const value = fc.jsonValue({ noUnicodeString: false, maxDepth: 4 } as never);
    fc.assert(
      fc.property(value, (any) => {
        let ours: string;
        try {
          ours = canonicalize(any);
        } catch (error) {
          expect(String(error)).toMatch(/surrogate/);
          return;
        }
        expect(ours).toBe(reference(any));
      }),
      { numRuns: 1000 },
    );
  });

  it('writes the examples of RFC 8785', () => {
    expect(canonicalize([Number('333333333.33333329'), 1e30, 4.5, 2e-3, 1e-27, -0])).toBe(
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
    );
    const names = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 };
    expect(canonicalize(names)).toBe('{"\\r":2,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
    expect(canonicalize('\u20ac$\u000f\nA\'B"\\\\"/')).toBe('"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"');
  });

  it('writes every character as the platform does', () => {
    for (let code = 0; code <= 0x1_0000; code++) {
      const text = `a${String.fromCodePoint(code)}b`;
      if (text.isWellFormed()) expect(canonicalize(text)).toBe(JSON.stringify(text));
    }
  });

  it.each([
    ['half a surrogate pair', '\ud83d'],
    ['half a pair as a name', { '\udead': 1 }],
    ['not a number', Number.NaN],
    ['infinity', [Infinity]],
    ['undefined', { a: undefined }],
    ['a function', { a: () => 1 }],
  ])('refuses %s', (_, value) => {
    expect(() => canonicalize(value)).toThrow(TypeError);
  });

  it('lets text through that only looks like half a surrogate pair', () => {
    expect(canonicalize('\\ud83d')).toBe('"\\\\ud83d"');
  });
});
